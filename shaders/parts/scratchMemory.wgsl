// scratchMemory: one problem's tile and tokens in a buffer. Where a CPU plays the GPU it is cached all the
// same, and SwiftShader compiles the clearing of 4,000 workgroup variables for three seconds. R is 4 here.

@group(0) @binding(9) var<storage, read_write> scratch: array<vec4f>;
var<private> home: u32;

fn openMemory(p: Problem) {
  home = p.scratch;
}

// What the workgroup wrote here is there for all of it; each barrier costs SwiftShader a microsecond.
fn sync() {
  storageBarrier();
}

fn tileAt(at: u32) -> vec4f {
  return scratch[home + 288u + at];
}

fn setTile(at: u32, value: vec4f) {
  scratch[home + 288u + at] = value;
}

fn token(at: u32) -> f32 {
  return scratch[home + at / 4u][at % 4u];
}

fn setToken(at: u32, value: f32) {
  scratch[home + at / 4u][at % 4u] = value;
}

// Four tokens from a multiple of 4.
fn four(at: u32) -> vec4f {
  return scratch[home + at / 4u];
}

fn setFour(at: u32, value: vec4f) {
  scratch[home + at / 4u] = value;
}

// Column sums over the rows of one invocation: vector `c` of 16.
fn partial(lane: u32, c: u32) -> vec4f {
  return scratch[home + 224u + 16u * lane + c];
}

fn setPartial(lane: u32, c: u32, value: vec4f) {
  scratch[home + 224u + 16u * lane + c] = value;
}
