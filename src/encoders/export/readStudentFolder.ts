import { float32Tensor, ParseError, readSafetensors } from '../../lib';
import type { HeadWeights } from '../../nn';
import { encoderFromSafetensors } from '../weights/fromSafetensors';
import { HEAD_FILE, headFromTensors, matrixShape } from './headFile';
import { checkHead, type StudentExport } from './studentExport';
import type { Folder } from './studentFolder';

const DENSE = '1_Dense/model.safetensors';

/**
 * Reads what `studentFolder` wrote, bit for bit, or another PyLate model of a BERT or XLM-R encoder and
 * one Dense layer.
 *
 * @throws ParseError naming file and tensor or field, found and wanted.
 */
export function readStudentFolder(folder: Folder): StudentExport {
  const config = new TextDecoder().decode(fileOf(folder, 'config.json'));
  const model = readSafetensors(fileOf(folder, 'model.safetensors'), 'model.safetensors');
  const encoder = encoderFromSafetensors(model, config);
  const head = readHead(folder);
  checkHead(head, encoder.shape.width);
  return { encoder, head };
}

/**
 * The projection of a ColBERT-like model: its one Dense module, or the head file of our own export.
 *
 * @throws ParseError if the folder has neither, or what stands there is no single linear map.
 */
export function readHead(folder: Folder): HeadWeights {
  const own = folder.get(HEAD_FILE);
  if (own) return headFromTensors(readSafetensors(own, HEAD_FILE));
  if (folder.has('2_Dense/model.safetensors'))
    throw new ParseError('2_Dense', 0, '', 'found a second Dense module, want one');
  checkDenseConfig(new TextDecoder().decode(fileOf(folder, '1_Dense/config.json')));
  const dense = readSafetensors(fileOf(folder, DENSE), DENSE);
  const [outputs, inputs] = matrixShape(dense, 'linear.weight');
  const w = float32Tensor(dense, 'linear.weight', [outputs, inputs]);
  const biased = dense.tensors.has('linear.bias');
  const b = biased ? float32Tensor(dense, 'linear.bias', [outputs]) : undefined;
  // Checkpoints may keep a bias of zeros, which is none.
  return { inputs, outputs, w, ...(b?.some((value) => value !== 0) && { b }) };
}

function checkDenseConfig(text: string): void {
  const file = '1_Dense/config.json';
  let config: { activation_function?: unknown; use_residual?: unknown };
  try {
    config = JSON.parse(text) ?? {};
  } catch (cause) {
    throw new ParseError(file, 0, '', `not JSON: ${(cause as Error).message}`);
  }
  const { activation_function: activation, use_residual: residual } = config;
  if (typeof activation === 'string' && !activation.endsWith('.Identity'))
    throw new ParseError(file, 0, 'activation_function', `found ${activation}, want Identity`);
  if (residual) throw new ParseError(file, 0, 'use_residual', 'found true, want false');
}

function fileOf(folder: Folder, path: string): Uint8Array {
  const bytes = folder.get(path);
  if (!bytes)
    throw new ParseError(path, 0, '', `found no such file among ${[...folder.keys()].join(', ')}`);
  return bytes;
}
