// floatWeights: the weights of a linear layer as float32, four to a vector.

@group(0) @binding(2) var<storage, read> w: array<vec4f>;

fn wAt(at: u32) -> vec4f {
  return w[at];
}
