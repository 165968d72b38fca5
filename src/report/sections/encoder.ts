import type { EncoderConfig } from '../configTypes';
import { EMBEDDED_ENCODER } from '../encoderConfig';
import type { EncoderReport } from '../encoderReport';
import type { StudyReport } from '../types';
import type { MakeSections } from './types';

/** Which encoder it was, what was put around texts and what was kept of them. */
export const encoderSections: MakeSections = (report) => {
  const { config, encoder } = report;
  if (!encoder) return [];
  const policy = config.encoder ?? EMBEDDED_ENCODER;
  return [
    {
      title: 'Encoder',
      list: [
        origin(encoder, policy),
        `Layer ${config.layer} of ${encoder.layers}; ${encoder.dimension} components a token, texts cut at ${encoder.maxTokens} tokens; on ${encoder.executionProvider}.`,
        ...prefixes(encoder, policy),
        ...tokens(encoder, policy),
        `Token vectors are ${policy.normalise ? 'scaled to one norm before heads and means' : 'taken as they are'}; the baseline “pooled” compares ${policy.pooling === 'mean' ? 'means of them' : 'that of the first special token'}${encoder.pooling ? ` (its authors pool by ${encoder.pooling})` : ''}.`,
        ...encoder.files.map(
          ({ path, bytes, sha256 }) => `${path}: ${bytes} bytes, SHA-256 ${sha256}.`,
        ),
      ],
    },
  ];
};

function origin(encoder: EncoderReport, { revision, dtype }: EncoderConfig): string {
  const { kind, name, id, commit, endpoint, licence } = encoder;
  const where = {
    embedded: 'comes with the page',
    folder: `from a local folder, ${dtype}`,
    hub: `from ${endpoint}, revision ${revision || 'main'} = commit ${commit}, ${dtype}`,
  }[kind];
  return `${name}, ${where}${licence ? `, licence ${licence}` : ''}; id ${id}.`;
}

function prefixes({ prompts }: EncoderReport, policy: EncoderConfig): string[] {
  const { queryPrefix, passagePrefix, prefixTokens } = policy;
  const none = queryPrefix === '' && passagePrefix === '';
  const wanted = Object.entries(prompts).filter(([, text]) => text !== '');
  const trained = wanted.map(([name, text]) => `${name} “${text}”`).join(', ');
  const used = none
    ? 'No prefix was put before texts.'
    : `Before queries “${queryPrefix}”, before passages “${passagePrefix}”; vectors of these tokens were ${prefixTokens === 'keep' ? 'kept' : 'dropped'}. Bitext and the ranker’s texts counted as queries.`;
  return [`${used}${trained ? ` Its authors put these before texts: ${trained}.` : ''}`];
}

function tokens({ colbert }: EncoderReport, policy: EncoderConfig): string[] {
  const { specialTokens, skiplist, queryExpansion } = policy;
  const kept = `Vectors of special tokens were ${specialTokens === 'keep' ? 'kept' : 'dropped'}`;
  const skipped = skiplist === 'none' ? '' : '; those of punctuation were left out of passages';
  if (!colbert) return [`${kept}${skipped}.`];
  const { queryMarker, documentMarker, queryLength, documentLength, expands } = colbert;
  return [
    `${kept}${skipped}; queries were ${queryExpansion ? '' : 'not '}filled up with mask tokens.`,
    `Its export marks queries by “${queryMarker}” and documents by “${documentMarker}”, cuts them at ${queryLength} and ${documentLength} tokens, was trained ${expands ? 'with' : 'without'} query expansion, and skips ${colbert.skiplist.length} words of documents.`,
  ];
}

/** Whether the report is of the embedded encoder, as all older ones are. */
export function isEmbedded({ encoder }: Pick<StudyReport, 'encoder'>): boolean {
  return encoder === undefined || encoder.kind === 'embedded';
}
