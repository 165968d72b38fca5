import {
  type EncoderShape,
  embeddingActivations,
  embeddingSize,
  frozenLayerBytes,
  largestMatrixBytes,
  layerBackward,
  layerForward,
  layerSize,
  loraSize,
  type WeightStorage,
} from '../../nn';
import { studentName, trainedLayers } from './spec';
import type { StudentSpec } from './types';

const BYTES = 4;
/** Gradient, two Adam moments and the start beside each trained weight. */
const COPIES = { gradients: 1, moments: 2, starts: 1 } as const;

/** A training run as far as memory goes. */
export interface MemoryRequest {
  readonly spec: StudentSpec;
  readonly inputs: number;
  readonly outputs: number;
  /** Wanted where the student trains encoder layers. */
  readonly encoder?: EncoderShape;
  /** Texts that go through the student at once. */
  readonly batch: number;
  /** Of the longest text, special tokens included. */
  readonly tokensPerText: number;
  readonly checkpointing: boolean;
  /** Of frozen encoder layers; default f32. */
  readonly storage?: WeightStorage;
}

export interface MemoryLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
  /** Bytes that may be allocated in all; infinity where nobody knows, as in WebGPU. */
  readonly budget: number;
}

/** In bytes. */
export interface MemoryNeed {
  /** Trained and frozen. */
  readonly weights: number;
  readonly gradients: number;
  readonly moments: number;
  readonly starts: number;
  /** Of forward and backward pass of one batch, the loss not counted. */
  readonly activations: number;
  readonly total: number;
  readonly largestBuffer: number;
}

export interface MemoryPlan {
  readonly request: MemoryRequest;
  readonly need: MemoryNeed;
  readonly fits: boolean;
  /** Empty where it fits; else bytes needed and available, and the proposal, in one sentence. */
  readonly message: string;
  /** The nearest request that fits, where there is one. */
  readonly proposal?: { readonly request: MemoryRequest; readonly need: MemoryNeed };
}

/**
 * Whether a run fits, and if not, what would: first checkpointing, which changes nothing but time, then a smaller
 * batch (to be made up for by accumulation), then fewer layers.
 *
 * @throws RangeError if a number is not positive or the spec does not fit the encoder.
 */
export function planMemory(request: MemoryRequest, limits: MemoryLimits): MemoryPlan {
  const need = memoryNeed(request);
  if (fits(need, limits)) return { request, need, fits: true, message: '' };
  const found = candidates(request).find((other) => fits(memoryNeed(other), limits));
  const proposal = found && { request: found, need: memoryNeed(found) };
  const message = `${inWords(request, need)}; available are ${available(limits)}. ${
    proposal
      ? `What fits: ${inWords(proposal.request, proposal.need)}.`
      : 'No smaller batch and no smaller student fits.'
  }`;
  return { request, need, fits: false, message, ...(proposal && { proposal }) };
}

/** Throws RangeError with the message of `planMemory` where the run does not fit. */
export function assertFits(request: MemoryRequest, limits: MemoryLimits): MemoryNeed {
  const plan = planMemory(request, limits);
  if (!plan.fits) throw new RangeError(plan.message);
  return plan.need;
}

/** Bytes of one run, whatever the limits. */
export function memoryNeed(request: MemoryRequest): MemoryNeed {
  check(request);
  const { trained, frozen, largest } = arrays(request);
  const tokens = request.batch * request.tokensPerText;
  const { floats, widest } = activations(request);
  const part = {
    weights: BYTES * trained + frozen,
    gradients: BYTES * COPIES.gradients * trained,
    moments: BYTES * COPIES.moments * trained,
    starts: BYTES * COPIES.starts * trained,
    activations: BYTES * tokens * floats,
  };
  const total = Object.values(part).reduce((sum, bytes) => sum + bytes, 0);
  return { ...part, total, largestBuffer: Math.max(largest, BYTES * tokens * widest) };
}

/** Numbers in trained arrays, bytes of frozen ones, and of the largest array. */
function arrays({ spec, inputs, outputs, encoder, storage = 'f32' }: MemoryRequest) {
  const head = inputs * outputs;
  const bytes = BYTES * head;
  switch (spec.kind) {
    case 'linear':
      return { trained: head, frozen: 0, largest: bytes };
    case 'low-rank':
      return { trained: 2 * spec.rank * inputs, frozen: bytes, largest: bytes };
    case 'orthogonal':
      return { trained: inputs ** 2, frozen: bytes, largest: BYTES * Math.max(inputs ** 2, head) };
    case 'mlp': {
      const trained = spec.hidden * (inputs + 1 + outputs);
      return { trained, frozen: bytes, largest: BYTES * Math.max(head, spec.hidden * inputs) };
    }
    default:
      return encoderArrays(spec, encoder!, head, storage);
  }
}

function encoderArrays(
  spec: Extract<StudentSpec, { kind: 'top' | 'lora' | 'full' }>,
  shape: EncoderShape,
  head: number,
  storage: WeightStorage,
) {
  const count = trainedLayers(spec, shape.layers);
  if (spec.kind === 'lora') {
    const trained = head + count * loraSize(shape, spec.rank);
    const most = BYTES * Math.max(head, spec.rank * shape.inner);
    const largest = Math.max(most, largestMatrixBytes(shape, storage));
    return { trained, frozen: count * frozenLayerBytes(shape, storage), largest };
  }
  const layers = count * layerSize(shape);
  const largest = BYTES * Math.max(head, shape.width * shape.inner);
  if (spec.kind === 'top') return { trained: head + layers, frozen: 0, largest };
  const table = BYTES * shape.vocabulary * shape.width;
  const trained = head + layers + embeddingSize(shape);
  return { trained, frozen: 0, largest: Math.max(largest, table) };
}

/** Numbers a token that one pass there and back makes, and those of its widest array. */
function activations(request: MemoryRequest): { floats: number; widest: number } {
  const { spec, inputs, outputs, encoder } = request;
  const head = headActivations(request);
  const widest = Math.max(inputs, outputs);
  if (spec.kind !== 'top' && spec.kind !== 'lora' && spec.kind !== 'full')
    return { floats: head, widest: spec.kind === 'mlp' ? Math.max(widest, spec.hidden) : widest };
  const shape = encoder!;
  const count = trainedLayers(spec, shape.layers);
  const rank = spec.kind === 'lora' ? spec.rank : undefined;
  const layer = (inputTrains: boolean) =>
    layerForward(shape, rank) +
    layerBackward(shape, { ...(rank !== undefined && { rank }), inputTrains });
  const bottom = layer(spec.kind === 'full');
  const above = layer(true);
  // Checkpointed: each layer's result and its gradient, and the inside of one layer at a time.
  const inside = request.checkpointing
    ? 2 * count * shape.width + Math.max(bottom, count > 1 ? above : 0)
    : bottom + (count - 1) * above;
  const start = spec.kind === 'full' ? embeddingActivations(shape) : shape.width;
  return { floats: head + start + inside, widest: Math.max(widest, shape.inner) };
}

/** Tokens are gathered, mapped and normalised; each step has its gradient. */
function headActivations({ spec, inputs, outputs }: MemoryRequest): number {
  const common = 4 * outputs + 2 * inputs + 1;
  switch (spec.kind) {
    case 'top':
    case 'lora':
    case 'full':
      return common + 2 * inputs;
    case 'low-rank':
      return common + 4 * inputs + 2 * spec.rank;
    case 'orthogonal':
      return common + 2 * inputs;
    case 'mlp':
      return common + 3 * outputs + 4 * spec.hidden;
    default:
      return common;
  }
}

/** Requests that need less, the nearest first. */
function candidates(request: MemoryRequest): MemoryRequest[] {
  return [request.spec, ...smallerSpecs(request)].flatMap((spec) =>
    halvings(request.batch).flatMap((batch) => {
      const smaller = { ...request, spec, batch };
      return trainsLayers(spec)
        ? [smaller, { ...smaller, checkpointing: true }]
        : [{ ...smaller, checkpointing: false }];
    }),
  );
}

function smallerSpecs({ spec, encoder }: MemoryRequest): StudentSpec[] {
  if (!trainsLayers(spec)) return [];
  const count = trainedLayers(spec, encoder!.layers);
  // As many layers without the embeddings come first where these were trained.
  const most = spec.kind === 'full' ? count : count - 1;
  const counts = Array.from({ length: most }, (_, k) => most - k);
  const fewer = counts.map(
    (layers): StudentSpec => (spec.kind === 'lora' ? { ...spec, layers } : { kind: 'top', layers }),
  );
  return [...fewer, { kind: 'linear' }];
}

function halvings(batch: number): number[] {
  const sizes = [batch];
  while (sizes.at(-1)! > 1) sizes.push(Math.ceil(sizes.at(-1)! / 2));
  return sizes;
}

function fits({ total, largestBuffer }: MemoryNeed, limits: MemoryLimits): boolean {
  return total <= limits.budget && largestBuffer <= bufferLimit(limits);
}

function bufferLimit(limits: MemoryLimits): number {
  return Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
}

function inWords(request: MemoryRequest, { total, largestBuffer }: MemoryNeed): string {
  const { spec, batch, tokensPerText, checkpointing, storage } = request;
  return (
    `student ${studentName(spec)}, batch ${batch}, ${tokensPerText} tokens a text` +
    `${checkpointing ? ', with checkpointing' : ''}${storage === 'f16' ? ', frozen layers as f16' : ''} needs ${total} bytes, ` +
    `the largest buffer ${largestBuffer}`
  );
}

function available(limits: MemoryLimits): string {
  const total = Number.isFinite(limits.budget) ? `${limits.budget} bytes` : 'an unknown total';
  return `${total}, ${bufferLimit(limits)} in one buffer`;
}

function trainsLayers({ kind }: StudentSpec): boolean {
  return kind === 'top' || kind === 'lora' || kind === 'full';
}

function check(request: MemoryRequest): void {
  for (const field of ['inputs', 'outputs', 'batch', 'tokensPerText'] as const)
    if (!(Number.isInteger(request[field]) && request[field] > 0))
      throw new RangeError(`memory: ${field} is ${request[field]}, want a positive integer`);
  if (trainsLayers(request.spec) && !request.encoder)
    throw new RangeError(
      `memory: student ${studentName(request.spec)} wants the encoder's shape, found none`,
    );
}
