import { type JsonFile, parseJsonFile } from './jsonFile';
import { type ModelFiles, readJson, readText } from './modelFiles';

/** What a module does to each token vector. */
export type TokenModule =
  | { readonly kind: 'normalise' }
  | {
      readonly kind: 'dense';
      /** Folder with the weights, or '' where they are the model's own `linear.weight`. */
      readonly path: string;
      readonly inputs: number;
      readonly outputs: number;
      readonly bias: boolean;
      readonly activation: Activation;
    };

export type Activation = 'identity' | 'gelu' | 'tanh' | 'relu';

const ACTIVATIONS: ReadonlyMap<string, Activation> = new Map([
  ['Identity', 'identity'],
  ['GELU', 'gelu'],
  ['Tanh', 'tanh'],
  ['ReLU', 'relu'],
]);

/**
 * Reads `modules.json` of sentence-transformers and PyLate, and the config of each module. Modules behind a pooling work
 * on one vector a text and are left out: a ranking by tokens never sees them.
 *
 * @throws ParseError for a module that this does not know, or whose config is broken.
 */
export async function readModules(
  files: ModelFiles,
  signal?: AbortSignal,
): Promise<{ readonly modules: readonly TokenModule[]; readonly pooling: string | undefined }> {
  const modules: TokenModule[] = [];
  for (const entry of await entriesOf(files, signal)) {
    const name = (entry.text('type') ?? '').split('.').at(-1)!;
    const path = entry.text('path') ?? '';
    if (name === 'Transformer' || name === 'MultiVectorMask') continue;
    if (name === 'Pooling') {
      const config = await readJson(files, `${path}/config.json`, signal);
      return { modules, pooling: poolingOf(config) };
    }
    if (name === 'Normalize') modules.push({ kind: 'normalise' });
    else if (name === 'Dense') modules.push(await denseAt(files, path, signal));
    else throw entry.fail('type', `found ${entry.text('type')}, want Dense, Normalize or Pooling`);
  }
  return { modules, pooling: undefined };
}

async function entriesOf(files: ModelFiles, signal?: AbortSignal): Promise<readonly JsonFile[]> {
  if (!files.sizes.has('modules.json')) return [];
  const text = await readText(files, 'modules.json', signal);
  return parseJsonFile(`{"modules":${text}}`, 'modules.json').objects('modules') ?? [];
}

async function denseAt(
  files: ModelFiles,
  path: string,
  signal?: AbortSignal,
): Promise<TokenModule> {
  const config = await readJson(files, `${path}/config.json`, signal);
  if (!config) throw new Error(`encoder ${files.origin.name}: there is no ${path}/config.json`);
  const size = (field: string) => {
    const value = config.count(field);
    if (value === undefined)
      throw config.fail(field, 'found nothing, want a positive whole number');
    return value;
  };
  if (config.flag('use_residual'))
    throw config.fail('use_residual', 'found true, want false: residual layers are not known here');
  const named = config.text('activation_function') ?? 'Identity';
  const activation = ACTIVATIONS.get(named.split('.').at(-1)!);
  if (!activation)
    throw config.fail(
      'activation_function',
      `found ${named}, want one of ${[...ACTIVATIONS.keys()].join(', ')}`,
    );
  return {
    kind: 'dense',
    path,
    inputs: size('in_features'),
    outputs: size('out_features'),
    bias: config.flag('bias') ?? true,
    activation,
  };
}

function poolingOf(config: JsonFile | undefined): string | undefined {
  if (config?.flag('pooling_mode_cls_token')) return 'cls';
  if (config?.flag('pooling_mode_mean_tokens')) return 'mean';
  if (config?.flag('pooling_mode_max_tokens')) return 'max';
  return config?.text('pooling_mode');
}
