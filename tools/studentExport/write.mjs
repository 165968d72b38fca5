// Writes students to check in Python: node tools/studentExport/write.mjs FOLDER
import { runnerImport } from 'vite';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node tools/studentExport/write.mjs FOLDER');
  process.exit(2);
}
const { module } = await runnerImport('./tools/studentExport/write.ts', {
  configFile: false,
  oxc: { target: 'es2022' }, // Node 20 has no `using`
});
await module.writeStudents(folder);
