// What `npm run align -- --help` says.
export const ALIGN_HELP = `usage: npm run align -- --pairs FILE.tsv [--gold FILE] [options]
       npm run align -- --links FILE --gold FILE
       npm run align -- --mtop PATH --language de,th [options]

Aligns sentence pairs, one a line: source TAB target, words between spaces. Gives Pharaoh links i-j,
counted from 0, one line a pair; a pair with an empty side has an empty line. With gold links it gives
precision, recall, F1 and AER; on MTOP the share of plan mass that stays in the same slot.

  --pairs FILE          sentence pairs, UTF-8; columns beyond the second are not read
  --vectors FILE        token vectors instead (.npz, .safetensors; npm run encode -- --pairs writes them): x, y
                        [tokens, d], x_offsets, y_offsets [pairs + 1], or padded with x_mask, y_mask or x_lengths,
                        y_lengths; x_words, y_words [tokens] where tokens are parts of words; int8 with x_scale
  --encoder embedded    the encoder that comes with the page, the only one (default)
  --layer N             its layer, 0 to 12 (default 6)
  --method M            ot (default): mutual argmax of the transport plan
                        mutual: mutual argmax of the cosine similarity, without transport
                        itermax: SimAlign's, on --on similarity (default) or plan
                        threshold: plan entries above --tau of their row's and column's largest
  --on similarity|plan  what itermax reads
  --tau X               0 to below 1 (default 0.5)
  --epsilon X           entropic regularisation (default 0.1)
  --iterations N        most iterations (default 500)
  --distortion X        position prior, in the unit of cost (default 0)
  --marginals M         balanced (default), unbalanced or partial
  --rho X               price of unbalanced marginals (default 1)
  --mass X              share that partial transport moves, 0 to 1 (default 0.9)
  --words               links between words (default); --subwords: between subwords
  --pool any|mass       words are linked where any of their subwords are (default), or by the rule applied
                        to the plan summed to words
  --scores              i-j-0.93: the link's mass as a share of its row's or column's, whichever is
                        larger; without a plan (1 + cosine) / 2
  --out FILE            where the links go (default: standard output)

  --gold FILE           gold links of the same pairs; the figures go to standard error, or to standard
                        output where no links go there
  --gold-format F       pharaoh (default): i-j sure, ipj possible, with or without sentence_id TAB
                        naacl: sentence source target S|P, a link a line, counted from 1
                        xlwa: source TAB target TAB links
  --one-indexed         words of the gold links count from 1
  --compat simalign     also the figures of SimAlign's script: rounded before F1; sentences that one side
                        lacks are no error and only cost recall
  --f-alpha X           also F with precision weighted X, 0 to 1
  --links FILE          judges these links and aligns nothing; --links-one-indexed: they count from 1
  --measures FILE       all figures as JSON: of links with scores the precision-recall curve, too; of MTOP
                        every pair

  --mtop PATH           MTOP, as for npm run study: English is aligned with each --language
  --language LIST       e.g. de,es,th; utterances are those that all of them have
  --split S             test (default), dev or train
  --limit N             the first N utterances (default all)

  --gpu auto|hardware|software
  --help

Exit code 2: a line is no pair (its output line is empty), a file is damaged, or the run failed; 64: wrong usage.`;
