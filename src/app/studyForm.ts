import {
  type ConfigField,
  configFields,
  type DistilConfig,
  distilSettings,
  type LanguageGroups,
  parseStudyConfig,
  type StudyConfig,
} from '../report';
import { FIELD_TEXTS, type FieldSection, type FieldText } from './train/fieldTexts';

/** A control of the form: a field of the config's one schema, with its text. */
export interface FormField extends ConfigField, FieldText {}

/** All controls, section by section in the order of `FIELD_TEXTS`. */
export const FORM_FIELDS: readonly FormField[] = (() => {
  const fields = new Map(configFields().map((field) => [field.path, field]));
  return Object.entries(FIELD_TEXTS).map(([path, text]) => {
    const field = fields.get(path);
    if (!field) throw new Error(`The study config has no field ${path}`);
    return { ...field, ...text };
  });
})();

export function fieldsIn(section: FieldSection): readonly FormField[] {
  return FORM_FIELDS.filter((field) => field.section === section);
}

/** What a field takes, in words: `pairs: 1 or more`, `more than 0`; empty of a choice, whose options are all there is. */
export function fieldRange({ value, form, unit, list }: FormField): string {
  if (form !== undefined || value.kind !== 'number' || list) return form ?? '';
  const { least = 0, most, above, below, multipleOf } = value;
  const lower = above === undefined ? String(least) : `more than ${above}`;
  const upper = below === undefined ? most : `below ${below}`;
  const ends = above === undefined ? `${lower} or more` : lower;
  const bounds = upper === undefined ? ends : `${lower} to ${upper}`;
  const range = multipleOf === undefined ? bounds : `${bounds}, a multiple of ${multipleOf}`;
  return unit === undefined ? range : `${unit}: ${range}`;
}

/** A field's value; of distillation, where the config says nothing, the default of the student's kind. */
export function fieldValue(config: StudyConfig, path: string): unknown {
  const [head = '', key] = path.split('.');
  if (key === undefined) return config[head as keyof StudyConfig];
  const section =
    head === 'distil' ? distilSettings(config, config.student) : config[head as 'ranker'];
  return section[key as keyof typeof section];
}

/** The config with another value of a field. */
export function withField(config: StudyConfig, path: string, value: unknown): StudyConfig {
  const [head = '', key] = path.split('.');
  if (key === undefined) return { ...config, [head]: value };
  return { ...config, [head]: { ...config[head as 'ranker'], [key]: value } };
}

/** A field's value in the defaults, under the draft's student. */
export function fieldDefault(draft: StudyConfig, path: string): unknown {
  if (path === 'student') return defaultOf(path);
  return fieldValue({ ...parseStudyConfig({}), student: draft.student }, path);
}

/** The config with the default of a field. */
export function resetField(config: StudyConfig, path: string): StudyConfig {
  const [head, key] = path.split('.');
  if (head !== 'distil' || !key) return withField(config, path, defaultOf(path));
  const distil: Partial<DistilConfig> = { ...config.distil };
  delete distil[key as keyof DistilConfig];
  return { ...config, distil };
}

function defaultOf(path: string): unknown {
  return fieldValue(parseStudyConfig({}), path);
}

/** A setting that is not the default. */
export interface FormDifference {
  readonly path: string;
  readonly label: string;
  readonly value: string;
  readonly default: string;
}

/** Everything in which a draft differs from the defaults. */
export function formDifferences(draft: StudyConfig): readonly FormDifference[] {
  return configFields().flatMap(({ path }) => {
    const value = fieldValue(draft, path);
    const usual = fieldDefault(draft, path);
    if (JSON.stringify(value) === JSON.stringify(usual)) return [];
    const label = FIELD_TEXTS[path]?.label ?? EXTRA_LABELS[path] ?? path;
    return [{ path, label, value: showValue(value), default: showValue(usual) }];
  });
}

const EXTRA_LABELS: Readonly<Record<string, string>> = {
  methods: 'Methods',
  'encoder.source': 'Encoder',
  'encoder.revision': 'Revision of the encoder',
};

/** A value as the form writes it. */
export function showValue(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : 'all';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object' && value !== null) return showGroups(value as LanguageGroups);
  return value === '' ? 'none' : String(value);
}

/** What the form would refuse, or null. */
export function draftProblem(draft: StudyConfig): string | null {
  try {
    parseStudyConfig(draft);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is written in a field of several values or forms; what is none of them becomes what the config refuses. */
export function parseField({ path, value, list }: ConfigField, text: string): unknown {
  if (path === 'groups') return parseGroups(text);
  if (path === 'planLayer') return /^\d+$/.test(text.trim()) ? Number(text) : text.trim();
  if (!list) return text;
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  if (value.kind !== 'number') return parts;
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : Number.NaN));
}

/** What stands in the field of a value. */
export function fieldText(value: unknown): string {
  if (Array.isArray(value))
    return value.map((part) => (Number.isNaN(part) ? '?' : part)).join(', ');
  return typeof value === 'object' && value !== null
    ? showGroups(value as LanguageGroups)
    : String(value);
}

function showGroups({ name, high, low }: LanguageGroups): string {
  return `${name}: ${high.join(' ')} / ${low.join(' ')}`;
}

/** Reads `auto` or `mine: de fr / hi th`. */
function parseGroups(text: string): unknown {
  const match = /^([^:]*):([^/]*)\/([^/]*)$/.exec(text);
  if (!match) return text.trim();
  const codes = (part = '') => part.split(/[\s,;]+/).filter(Boolean);
  return { name: match[1]!.trim(), high: codes(match[2]), low: codes(match[3]) };
}

/**
 * Reads a config as `--config` takes it: a config, or a study that holds one.
 *
 * @throws RangeError naming what is wrong.
 */
export function readConfigFile(text: string): StudyConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new RangeError(`This is not JSON (${String(error)}).`);
  }
  const study = json as { readonly config?: unknown; readonly title?: unknown } | null;
  const holds = typeof study === 'object' && study !== null && study.config !== undefined;
  return parseStudyConfig(holds ? study.config : json);
}
