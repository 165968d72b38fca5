export const STUDY_HELP = `usage: npm run study -- [options]

Without options: the embedded synthetic sample, one seed, the main methods.

  --mtop PATH           MTOP as its authors or others packed it, MASSIVE, xSID: zip or folder (docs/data.md)
  --ntrex PATH          line-aligned text with document ids: a folder with eng.txt, deu.txt … and
                        document_ids.txt; T2 asks for sentences of the same document
  --collection PATH ... a ranking collection in place of a corpus, task C: BEIR, TREC qrels with TSV, CLIRMatrix,
                        mMARCO or WikiCLIR; students learn from --bitext
  --rerank RUN          of a collection: only the documents that this TREC run has for a query are ranked
  --split NAME          of a collection: which of its judgements and queries, such as train, dev, dev.small
                        (default: as --evaluate, or test)
  --others N            of a collection: documents to read that nobody judges, at random (default: all, or 200000
                        of more; measures over a sample are higher than over the whole)
  --triples N           of mMARCO's triples: rows to read, at random (default: all, or 500000 of more)
  --query-language L, --document-language L
                        of a collection: the language of files whose names do not tell it (default en)
  --bitext PATH ...     bitext instead of the corpus's own parallel ids: Moses pairs, OPUS zips, TSV, CSV, TMX, JSONL,
                        Parquet, folders (docs/data.md);
                        embedded:udhr and embedded:cldr name the two that come with the page
  --filter a,b          of bitext: identical, duplicates, script, language, length=3, score=0.5 (default: none; pairs
                        that equal a test text are always left out)
  --fields F            of bitext in tables: english=COLUMN,foreign=COLUMN[,score=COLUMN], such as
                        english=translation.en (default: found by name)
  --trust-ids           of MTEB's MTOP files: equal ids are translations, which they do not promise
  --train-share X       of line-aligned text: share of the documents for train and dev (default 0.65; 0:
                        all are test)
  --relevance PATH ...  a judged collection (WikiCLIR, mMARCO, BEIR, …) whose English queries and documents the
                        English ranker learns from, instead of the corpus's intents or documents
  --translations FILE ...  English translations of queries, for methods translation and translation-bm25:
                        id TAB language TAB text, or id TAB text in a file named de.tsv
  --train dev|train     the split that ranker and students learn from (default train)
  --evaluate SPLIT      the split that is ranked test (default), or dev, which leaves the test rows unread,
                        to choose settings by: 30 % of its ids where it is trained on, too
  --methods a,b         encoder-zero-shot, zero-shot, oracle; pooled, ot-distance: zero-shot vectors scored
                        otherwise; bm25, char-bm25, lexicon, lexicon-bm25, translation,
                        translation-bm25: words instead of vectors; closed forms: mean-shift, least-squares,
                        ridge, procrustes, ot-procrustes, cca, gaussian-ot; losses and their weighted
                        sums (ot+0.5*mse): mse, ot, ot-implicit, ot-unrolled, ot-divergence, greedy,
                        symmetric-greedy, hard, position, infonce, infonce-maxsim, margin-mse, kl;
                        a loss may name a student of its own: mse@top-2; losses and closed forms a
                        number of pairs: ot:100,ot:400,ot
  --student S           head, low-rank[-RANK], orthogonal, mlp[-HIDDEN], top-LAYERS,
                        lora[-RANK[-LAYERS]], full (default mlp)
  --encoder E           embedded (default); ORGANISATION/NAME[@REVISION] of the Hugging Face hub, downloaded once; or a
                        model's FOLDER with tokenizer.json and onnx/model.onnx or a BERT checkpoint
  --hub URL             a mirror of the hub
  --dtype T             weights of that encoder: fp32 (default), fp16, q8, int8, uint8, q4, q4f16, bnb4
  --layer L             whose token vectors are ranked (default: the last)
  --query-prefix TEXT   put before queries, bitext and the ranker's texts, e.g. "query: " (default: nothing)
  --passage-prefix TEXT put before documents, e.g. "passage: " (default: nothing)
  --prefix-tokens P     drop (default) or keep the vectors of these
  --special-tokens P    drop (default) or keep the vectors of special tokens
  --skiplist S          none (default), or punctuation: its vectors are left out of documents
  --query-expansion     of a ColBERT export: queries filled up with mask tokens (wants --special-tokens keep)
  --max-tokens N        of the longest text (default: as many as the encoder takes)
  --pooling P           what the baseline pooled compares: mean (default), or cls (wants --special-tokens keep)
  --raw-vectors         token vectors as they are, not scaled to one norm before heads
  --ranker R            contrastive, margin-mse, kl: how the English head is trained; none: no head; or a
                        safetensors file with the head's matrix [outputs, inputs] (default contrastive)
  --joint               one student for all languages (default: one each)
  --distil-for WHO      all languages (default), or low: those of the low group alone, the others keep
                        zero-shot transfer
  --placebo P           shuffled: pairs torn apart; english: English on both sides
  --tasks T1,T2         T1 parallel text, T2 same intent or document, T3 graded by template, T4 pool of all
                        languages, T5 same domain (default T1,T2)
  --ties RULE           order of equal scores: trec (default), insertion, best, worst, mean
  --languages de,th     languages to evaluate beside English (default: all of the corpus)
  --high de,fr --low th the groups whose gap is measured (default: the preset that fits the languages)
  --seeds 1,2           one run a seed (default 1)
  --limit N             at most N evaluation ids (default: all)
  --queries N           N of these, evenly spread, are queries, all are documents (default: all)
  --pairs N             at most N translation pairs a language (default: all)
  --epsilon X           entropic regularisation of the transport loss (default 0.02, encoder 0.05)
  --plan-layer L        last, or a layer 1..12 whose frozen states give the plans, once
  --steps N             steps of distillation a student (default 300, encoder 240)
  --batch N             pairs in a batch (default 48, encoder 32)
  --learning-rate X     of distillation (default 0.001, encoder 0.0002)
  --backend B           auto, wasm or wgsl: where models are trained (default auto)
  --storage S           f32 (default) or f16: frozen encoder layers in half precision, wants wgsl
  --config FILE         JSON with any field of the study config, or a study of studies/; flags win over it
  --out DIR             where report.json, .html, .md and .tex go, and problems.json where files have any
                        (default study-out)
  --trec                writes OUT/trec/TASK.qrels and OUT/trec/TASK.METHOD.LANGUAGE.SEED.run
  --trec-depth N        at most N documents a query in runs (default: all, so that MAP can be recomputed)
  --per-query           writes OUT/queries.csv: average precision of every query
  --export DIR          writes every student to DIR as METHOD.LANGUAGE.SEED (or joint): heads and closed forms as
                        .head.safetensors and .json, students of the encoder as .zip (PyLate) and .onnx; with them
                        plans.npz and plans.json, transport plans of a few pairs before and after training
  --export-full         heads as .zip and .onnx too: the whole encoder, 220 MB a file
  --import FILE ...     exported students (.head.safetensors, .zip, or its folder) as methods imported:NAME;
                        without --methods these alone
  --fresh               starts anew; without it a study that was stopped goes on where it was
  --gpu auto|hardware|software
  --help`;
