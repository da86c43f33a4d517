// Compile with another Python than the machine has: `compile_all.mjs VERSION PROGRAM FOLDER NAME`.
// Pyodide is CPython itself in WebAssembly. Bytecode depends on the version of Python alone, not on the machine.
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [version, program, folder, name] = process.argv.slice(2);
const python = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
const has = python.runPython("import sys; '%d.%d' % sys.version_info[:2]");
if (has !== version) {
  console.error(`no Python ${version} here: build with it, or install the pyodide of that version (this one is ${has})`);
  process.exit(1);
}
python.mountNodeFS("/package", folder);
python.runPython("import sys; sys.path.insert(0, '/tool')");
python.FS.mkdir("/tool");
python.FS.writeFile("/tool/compile_all.py", readFileSync(program));
python.globals.set("shown", name);
python.runPython("import compile_all; compile_all.main('/package', shown)");
