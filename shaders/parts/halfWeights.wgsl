// halfWeights: the weights of a frozen linear layer as halves, two to a word; sums over them stay float32.
// `unpack2x16float` is core WGSL: no adapter feature is needed. An index counts four weights, which are two words.

@group(0) @binding(2) var<storage, read> w: array<u32>;

fn wAt(at: u32) -> vec4f {
  return vec4f(unpack2x16float(w[2u * at]), unpack2x16float(w[2u * at + 1u]));
}
