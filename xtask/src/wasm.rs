//! The WebAssembly module of the npm package: compiled, bound, made small, and measured.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{bail, ensure, Context, Result};
use wasm_bindgen_cli_support::Bindgen;

/// The bytes that the module is to have at most, as it is and as brotli sends it.
const GOAL_RAW: u64 = 200_000;
const GOAL_BROTLI: u64 = 75_000;
/// The module does not reach its goal yet. Until it does, it may not grow past these.
const MOST_RAW: u64 = 340_000;
const MOST_BROTLI: u64 = 128_000;

const TARGET: &str = "wasm32-unknown-unknown";
const PACKAGE: &str = "crates/sfo-wasm/js";
const MODULE: &str = "sfo_bg.wasm";

/// The line of `api.mjs` that says what it exports, and the same for `require`.
const EXPORT: &str = "\nexport { SfoError, api };\n";
const EXPORT_CJS: &str = "\nmodule.exports = { SfoError, api };\n";

/// Writes `dist/` of the npm package, and fails where the module is too large.
pub fn build(root: &Path) -> Result<()> {
    let package = root.join(PACKAGE);
    let dist = package.join("dist");
    let wasm_opt = package.join("node_modules/binaryen/bin/wasm-opt");
    ensure!(wasm_opt.exists(), "`wasm-opt` is not installed; run `npm ci` in {PACKAGE}");

    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = target_directory(root, &cargo)?;
    run(Command::new(&cargo)
        .args(["build", "--quiet", "--locked", "--package", "sfo-wasm", "--profile", "wasm", "--target", TARGET])
        .current_dir(root))?;
    let compiled = Path::new(&target).join(TARGET).join("wasm/sfo_wasm.wasm");

    if dist.exists() {
        std::fs::remove_dir_all(&dist)?;
    }
    std::fs::create_dir_all(&dist)?;
    // Two pieces of glue over one module: `require` in Node reads it at once, a browser fetches it.
    let node = bind(&compiled, true)?;
    let web = bind(&compiled, false)?;
    ensure!(node.wasm == web.wasm, "the modules for Node and for the web differ; the package holds one for both");
    std::fs::write(dist.join("sfo.cjs"), node.js)?;
    std::fs::write(dist.join("sfo.mjs"), web.js)?;

    let unsized_module = dist.join("bound.wasm");
    std::fs::write(&unsized_module, web.wasm)?;
    let module = dist.join(MODULE);
    run(Command::new("node")
        .arg(&wasm_opt)
        .args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"])
        // What the compiler uses by default.
        .args(["--enable-bulk-memory", "--enable-multivalue", "--enable-mutable-globals"])
        .args(["--enable-nontrapping-float-to-int", "--enable-reference-types", "--enable-sign-ext"])
        .args([unsized_module.as_os_str(), OsStr::new("-o"), module.as_os_str()]))?;
    std::fs::remove_file(&unsized_module)?;

    // Node 20 cannot `require` a module of the newer kind, so the shared part is written out in both.
    let shared = std::fs::read_to_string(package.join("api.mjs"))?;
    ensure!(shared.matches(EXPORT).count() == 1, "api.mjs no longer ends with the export that is replaced");
    std::fs::write(dist.join("api.cjs"), format!("\"use strict\";\n\n{}", shared.replace(EXPORT, EXPORT_CJS)))?;

    size(root)
}

/// Prints the size of the module, and fails where it is too large.
pub fn size(root: &Path) -> Result<()> {
    let module = root.join(PACKAGE).join("dist").join(MODULE);
    let raw = std::fs::metadata(&module).context("the module is not built; run `cargo xtask wasm`")?.len();
    let brotli = brotli(&module)?;
    println!(
        "{MODULE}: {raw} bytes (goal {GOAL_RAW}, at most {MOST_RAW}), {brotli} bytes with brotli (goal {GOAL_BROTLI}, \
         at most {MOST_BROTLI})"
    );
    if raw > MOST_RAW || brotli > MOST_BROTLI {
        bail!("the module is too large");
    }
    Ok(())
}

struct Bound {
    js: Vec<u8>,
    wasm: Vec<u8>,
}

/// Binds the compiled module with the library of the version in Cargo.lock.
fn bind(compiled: &Path, node: bool) -> Result<Bound> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name("sfo").typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    if node {
        bindgen.nodejs(true)?;
    } else {
        bindgen.web(true)?.omit_default_module_path(true);
    }
    let mut output = bindgen.generate_output().context("the module cannot be bound")?;
    Ok(Bound { js: output.js().as_bytes().to_vec(), wasm: output.wasm_mut().emit_wasm() })
}

/// The size of a file under brotli at its strongest, as Node has it.
fn brotli(file: &Path) -> Result<u64> {
    const SCRIPT: &str = "const z = require('node:zlib'); const b = require('node:fs').readFileSync(process.argv[1]);
        console.log(z.brotliCompressSync(b, { params: { [z.constants.BROTLI_PARAM_QUALITY]: 11,
            [z.constants.BROTLI_PARAM_LGWIN]: 24, [z.constants.BROTLI_PARAM_SIZE_HINT]: b.length } }).length);";
    let output = Command::new("node").args(["-e", SCRIPT]).arg(file).output().context("cannot run `node`")?;
    ensure!(output.status.success(), "`node` cannot compress the module");
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

fn target_directory(root: &Path, cargo: &OsStr) -> Result<String> {
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("cannot run `cargo`")?;
    ensure!(output.status.success(), "`cargo metadata` failed");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    Ok(metadata["target_directory"].as_str().context("`cargo metadata` names no target directory")?.to_owned())
}

fn run(command: &mut Command) -> Result<()> {
    let name = Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("cannot run `{name}`"))?;
    ensure!(status.success(), "`{name}` failed");
    Ok(())
}
