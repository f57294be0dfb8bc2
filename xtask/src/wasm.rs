//! The WebAssembly modules of the npm package: compiled, bound, made small, and measured.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{ensure, Context, Result};
use sfo_core::policy::pack::Part;
use wasm_bindgen_cli_support::Bindgen;

/// A question that the package answers with a module of its own, and the bytes that the module may have, as it is and as
/// brotli sends it; then the same of the part of the policy that it loads.
struct Module {
    part: Part,
    module: (u64, u64),
    policy: (u64, u64),
}

const MODULES: [Module; 6] = [
    Module { part: Part::Eligibility, module: (200_000, 75_000), policy: (107_000, 37_000) },
    Module { part: Part::Deadlines, module: (171_000, 64_000), policy: (30_000, 15_000) },
    Module { part: Part::Review, module: (120_000, 48_000), policy: (47_000, 24_000) },
    Module { part: Part::MultiAgency, module: (183_000, 71_000), policy: (110_000, 38_000) },
    Module { part: Part::Themes, module: (109_000, 42_000), policy: (11_000, 7_000) },
    Module { part: Part::Redaction, module: (280_000, 107_000), policy: (23_000, 14_000) },
];

const TARGET: &str = "wasm32-unknown-unknown";
const PACKAGE: &str = "crates/sfo-wasm/js";
const POLICY: &str = "hmip-2020-09";

/// The line of `api.mjs` that says what it exports, and the same for `require`.
const EXPORT: &str = "\nexport { SfoError, deadlines, eligibility, multiAgency, redaction, review, themes };\n";
const EXPORT_CJS: &str =
    "\nmodule.exports = { SfoError, deadlines, eligibility, multiAgency, redaction, review, themes };\n";

/// Writes `dist/` of the npm package, and fails where a module is too large.
pub fn build(root: &Path) -> Result<()> {
    let package = root.join(PACKAGE);
    let dist = package.join("dist");
    ensure!(wasm_opt(&package).exists(), "`wasm-opt` is not installed; run `npm ci` in {PACKAGE}");
    if dist.exists() {
        std::fs::remove_dir_all(&dist)?;
    }
    std::fs::create_dir_all(&dist)?;
    for module in MODULES {
        build_module(root, module.part)?;
        // What the module loads.
        let name = module.part.as_str();
        std::fs::copy(root.join(format!("rules/dist/{POLICY}.{name}.bin")), dist.join(format!("{name}.bin")))?;
    }
    // The policy as people read it, and the lists of it that a form is drawn from.
    let json = std::fs::read_to_string(root.join(format!("rules/dist/{POLICY}.json")))?;
    let policy = sfo_core::Policy::from_json(&json)?;
    let data = policy.data();
    std::fs::write(dist.join("policy.json"), json)?;
    let (entries, facts) = (serde_json::to_string(&data.entries)?, serde_json::to_string(&data.facts)?);
    std::fs::write(dist.join("lists.cjs"), format!("exports.entries = {entries};\nexports.facts = {facts};\n"))?;
    std::fs::write(
        dist.join("lists.mjs"),
        format!("export const entries = {entries};\nexport const facts = {facts};\n"),
    )?;

    // Node 20 cannot `require` a module of the newer kind, so the shared part is written out in both.
    let shared = std::fs::read_to_string(package.join("api.mjs"))?;
    ensure!(shared.matches(EXPORT).count() == 1, "api.mjs no longer ends with the export that is replaced");
    std::fs::write(dist.join("api.cjs"), format!("\"use strict\";\n\n{}", shared.replace(EXPORT, EXPORT_CJS)))?;

    size(root)
}

fn build_module(root: &Path, part: Part) -> Result<()> {
    let package = root.join(PACKAGE);
    let dist = package.join("dist");
    let name = part.as_str();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = target_directory(root, &cargo)?;
    run(Command::new(&cargo)
        .args(["build", "--quiet", "--locked", "--package", "sfo-wasm", "--profile", "wasm", "--target", TARGET])
        .args(["--no-default-features", "--features", name])
        .env("CARGO_ENCODED_RUSTFLAGS", without_paths(root)?)
        .current_dir(root))?;
    let compiled = Path::new(&target).join(TARGET).join("wasm/sfo_wasm.wasm");

    // Two pieces of glue over one module: `require` in Node reads it at once, a browser fetches it.
    let node = bind(&compiled, name, true)?;
    let web = bind(&compiled, name, false)?;
    ensure!(node.wasm == web.wasm, "the modules for Node and for the web differ; the package holds one for both");
    std::fs::write(dist.join(format!("{name}.cjs")), node.js)?;
    std::fs::write(dist.join(format!("{name}.mjs")), web.js)?;

    let unsized_module = dist.join("bound.wasm");
    std::fs::write(&unsized_module, web.wasm)?;
    let module = dist.join(format!("{name}_bg.wasm"));
    run(Command::new("node")
        .arg(wasm_opt(&package))
        // Flat code with its loops made anew shrinks further than the compiler's own.
        .args(["--flatten", "--rereloop", "-Oz", "-Oz"])
        .args(["--strip-debug", "--strip-producers", "--strip-target-features"])
        // What the compiler uses by default.
        .args(["--enable-bulk-memory", "--enable-multivalue", "--enable-mutable-globals"])
        .args(["--enable-nontrapping-float-to-int", "--enable-reference-types", "--enable-sign-ext"])
        .args([unsized_module.as_os_str(), OsStr::new("-o"), module.as_os_str()]))?;
    Ok(std::fs::remove_file(&unsized_module)?)
}

fn wasm_opt(package: &Path) -> PathBuf {
    package.join("node_modules/binaryen/bin/wasm-opt")
}

/// Prints the sizes of what a page fetches, and fails where one is too large.
pub fn size(root: &Path) -> Result<()> {
    let mut too_large = false;
    for Module { part, module, policy } in MODULES {
        let name = part.as_str();
        for (file, (most_raw, most_brotli)) in [(format!("{name}_bg.wasm"), module), (format!("{name}.bin"), policy)] {
            let path = root.join(PACKAGE).join("dist").join(&file);
            let raw = std::fs::metadata(&path).context("the modules are not built; run `cargo xtask wasm`")?.len();
            let brotli = brotli(&path)?;
            println!("{file}: {raw} bytes (at most {most_raw}), {brotli} with brotli (at most {most_brotli})");
            too_large |= raw > most_raw || brotli > most_brotli;
        }
    }
    ensure!(!too_large, "what a page fetches is too large");
    Ok(())
}

struct Bound {
    js: Vec<u8>,
    wasm: Vec<u8>,
}

/// Binds the compiled module with the library of the version in Cargo.lock.
fn bind(compiled: &Path, name: &str, node: bool) -> Result<Bound> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(compiled).out_name(name).typescript(false);
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

/// Flags that keep the paths of the machine out of the module: it is the same wherever it is built.
fn without_paths(root: &Path) -> Result<String> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).current_dir(root).output()?;
    let sysroot = String::from_utf8(sysroot.stdout)?;
    let cargo_home = match std::env::var("CARGO_HOME") {
        Ok(home) => home,
        Err(_) => format!("{}/.cargo", std::env::var("HOME").context("neither CARGO_HOME nor HOME is set")?),
    };
    let registry = Path::new(&cargo_home).join("registry/src");
    let mut prefixes = vec![format!("{}/lib/rustlib/src/rust", sysroot.trim()), root.display().to_string()];
    for index in std::fs::read_dir(&registry).into_iter().flatten() {
        prefixes.push(index?.path().display().to_string());
    }
    Ok(prefixes.iter().map(|prefix| format!("--remap-path-prefix={prefix}=")).collect::<Vec<_>>().join("\u{1f}"))
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
