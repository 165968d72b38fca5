// dropoutHash: which entries dropout keeps; the formula is that of src/kernels/dropoutHash.ts.

fn mix32(value: u32) -> u32 {
  var x = value;
  x = (x ^ (x >> 16)) * 0x7feb352du;
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

fn dropoutKeeps(index: u32) -> bool {
  return mix32(mix32(index) ^ params.stream) >= params.threshold;
}
