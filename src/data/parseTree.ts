import { ParseError } from '../lib';

/** An intent or slot of the decoupled form; children in their order, words as they stand. */
export interface TreeNode {
  readonly kind: 'intent' | 'slot';
  /** Without the `IN:` or `SL:` prefix. */
  readonly label: string;
  readonly children: readonly (TreeNode | string)[];
}

/** Where a text came from, for the error message. */
export interface TextOrigin {
  readonly file: string;
  /** 1-based; 0 where it has no line. */
  readonly line: number;
  readonly field: string;
}

const NOWHERE: TextOrigin = { file: 'parse', line: 0, field: '' };
// MTOP's deepest tree has 6 levels; the cap keeps a hostile file from overflowing recursive readers.
const MAX_DEPTH = 64;

interface OpenNode {
  kind: TreeNode['kind'];
  label: string;
  children: (TreeNode | string)[];
}

/**
 * Gives the tree of MTOP's decoupled form, e.g. `[IN:CREATE_ALARM [SL:DATE_TIME at 7 am ] ]`.
 *
 * `[IN:` and `[SL:` open a node, a lone `]` closes one, everything else between spaces is a word.
 * @throws ParseError with the 1-based column (UTF-16) for an open or superfluous bracket, a missing label,
 *   words outside the tree, a root that is no intent, more than 64 levels.
 * @see Li et al. 2021, MTOP, section 3
 */
export function parseTree(text: string, origin: TextOrigin = NOWHERE): TreeNode {
  const open: OpenNode[] = [];
  let root: TreeNode | undefined;
  for (const { 0: token, index } of text.matchAll(/\S+/g)) {
    const fail = (detail: string) => treeError(origin, index, detail);
    const parent = open.at(-1);
    if (root) throw fail(`found ${shown(token)} after the end of the tree`);
    if (token === ']') {
      const closed = open.pop();
      if (!closed) throw fail('found ] without an open bracket, wanted [IN:');
      if (open.length === 0) root = closed;
    } else if (/^\[(?:IN|SL):/.test(token)) {
      const node = openNode(token, fail);
      if (!parent && node.kind === 'slot') throw fail(`found ${shown(token)}, wanted [IN:`);
      if (open.length === MAX_DEPTH) throw fail(`more than ${MAX_DEPTH} levels`);
      parent?.children.push(node);
      open.push(node);
    } else if (parent) parent.children.push(token);
    else throw fail(`found ${shown(token)}, wanted [IN:`);
  }
  if (root) return root;
  const last = open.at(-1);
  throw treeError(
    origin,
    text.length,
    last ? `${last.label} is not closed, wanted ]` : 'wanted [IN:',
  );
}

/**
 * Gives the ordered tree of labels without words, e.g. `[IN:CREATE_ALARM [SL:DATE_TIME]]`;
 * two utterances with the same template differ in wording and values only.
 */
export function template(tree: TreeNode): string {
  const inner = tree.children.filter((child) => typeof child !== 'string').map(template);
  return `[${[`${tree.kind === 'intent' ? 'IN' : 'SL'}:${tree.label}`, ...inner].join(' ')}]`;
}

/** Gives the words below a node, in order. */
export function treeWords(tree: TreeNode): string[] {
  return tree.children.flatMap((child) => (typeof child === 'string' ? [child] : treeWords(child)));
}

/** Gives the slots directly below the root: those of MTOP's flat annotation. */
export function topSlots(tree: TreeNode): TreeNode[] {
  return tree.children.filter(
    (child) => typeof child !== 'string' && child.kind === 'slot',
  ) as TreeNode[];
}

/** Gives all slots of a tree, those inside other slots too, each before what it holds. */
export function slotNodes(tree: TreeNode): TreeNode[] {
  const below = tree.children.flatMap((child) =>
    typeof child === 'string' ? [] : slotNodes(child),
  );
  return tree.kind === 'slot' ? [tree, ...below] : below;
}

function openNode(token: string, fail: (detail: string) => ParseError): OpenNode {
  const label = token.slice(4);
  if (label === '' || /[[\]]/.test(label))
    throw fail(`found ${shown(token)}, wanted a label after ${token.slice(0, 4)}`);
  return { kind: token.startsWith('[IN:') ? 'intent' : 'slot', label, children: [] };
}

function treeError(origin: TextOrigin, index: number, detail: string): ParseError {
  return new ParseError(origin.file, origin.line, origin.field, `column ${index + 1}: ${detail}`);
}

function shown(token: string): string {
  return token.length > 40 ? `${token.slice(0, 40)}…` : token;
}
