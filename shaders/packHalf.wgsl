// packHalf: token vectors as halves, two to a word; half the bytes to store and to read.
//
//   packed[r, k] = half(x[r, 2k]) | half(x[r, 2k + 1]) << 16
//
// in     x       f32 [N, d]    d even; magnitudes beyond 65504 become 65504
// out    packed  u32 [N, d/2]  every word written; `unpack2x16float` reads it, which needs no feature
// grid   one invocation per word, W per workgroup, folded into y
// error  the nearest half, ties to even, also below 2^-14; asserted bit by bit by packHalf.test.ts
// source IEEE 754-2019, binary16. `pack2x16float` may round either way, so the bits are made here

struct Params {
  words: u32, // N d / 2
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> packed: array<u32>;

override W: u32 = 256; // words per workgroup
const LARGEST: u32 = 0x477fe000u; // float32 bits of 65504
const NORMAL: u32 = 0x38800000u; // float32 bits of 2^-14, the least normal half
const LEAST: u32 = 0x33000000u; // 2^-25; up to it the nearest half is 0

// The low `cut` bits rounded away, ties to even. A carry runs into the exponent, as it should.
fn rounded(bits: u32, cut: u32) -> u32 {
  let odd = (bits >> cut) & 1u;
  return (bits + ((1u << (cut - 1u)) - 1u) + odd) >> cut;
}

fn half(value: f32) -> u32 {
  let bits = bitcast<u32>(value);
  let sign = (bits >> 16u) & 0x8000u;
  let magnitude = min(bits & 0x7fffffffu, LARGEST);
  if (magnitude >= NORMAL) {
    return sign | rounded(magnitude - (112u << 23u), 13u); // exponent bias 127 to 15
  }
  if (magnitude <= LEAST) {
    return sign;
  }
  // Below 2^-14 a half counts steps of 2^-24: shift the significand, its leading one made explicit.
  return sign | rounded((magnitude & 0x7fffffu) | 0x800000u, 126u - (magnitude >> 23u));
}

@compute @workgroup_size(W)
fn packHalf(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let word = (group.x + group.y * groups.x) * W + lane;
  if (word >= params.words) {
    return;
  }
  packed[word] = half(x[2u * word]) | (half(x[2u * word + 1u]) << 16u);
}
