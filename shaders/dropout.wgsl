// dropout: entries zeroed at random, the others scaled up by as much.
//
//   y[i] = x[i] / (1 - rate) where hash(seed, i) >= rate 2^32, else 0
//
// in     x   f32 [count]
// out    y   f32 [count]   every entry written
// grid   one invocation per entry, W per workgroup, folded into y
// error  |gpu - float64| <= 2.4e-7 |y|, the same entries dropped; asserted by dropout.test.ts
// source Srivastava et al. 2014, Dropout; Wellons 2018, Prospecting for Hash Functions

struct Params {
  count: u32,
  stream: u32, // what the seed contributes to the hash
  threshold: u32, // hashes below it are dropped
  scale: f32, // 1 / (1 - rate)
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

override W: u32 = 256; // entries per workgroup

// @include dropoutHash

@compute @workgroup_size(W)
fn dropout(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = (group.x + group.y * groups.x) * W + lane;
  if (i < params.count) {
    y[i] = select(0.0, params.scale * x[i], dropoutKeeps(i));
  }
}
