// Builds an example portal into target/portals: `node examples/build.mjs react`. The bundler is the one the checkout has
// anyway; Vue and Svelte bring their own compilers.
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const from = portal => join(root, 'examples', portal);
const to = portal => join(root, 'target/portals', portal);

/** A bundler's plugin from a compiler: files of one ending to a script and a style sheet. */
function compiler(ending, compile) {
  return {
    name: ending,
    setup(bundler) {
      const sheets = new Map();
      bundler.onLoad({ filter: new RegExp(`\\.${ending}$`), namespace: 'file' }, async ({ path }) => {
        const { code, css } = await compile(await readFile(path, 'utf8'), path);
        if (!css) return { contents: code, resolveDir: dirname(path) };
        sheets.set(path, css);
        return { contents: `import ${JSON.stringify(`sheet:${path}`)};\n${code}`, resolveDir: dirname(path) };
      });
      // A sheet of its own, so that the policy needs to allow no style in the page.
      bundler.onResolve({ filter: /^sheet:/ }, ({ path }) => ({ path: path.slice('sheet:'.length), namespace: 'sheet' }));
      bundler.onLoad({ filter: /.*/, namespace: 'sheet' }, ({ path }) => ({ contents: sheets.get(path), loader: 'css' }));
    },
  };
}

const KINDS = {
  react: () => ({ entry: 'portal.jsx', jsx: 'automatic' }),
  vue: async () => {
    const { compileScript, parse } = await import('vue/compiler-sfc');
    const isCustomElement = tag => tag.startsWith('delivery-');
    const compile = (text, path) => {
      const { descriptor, errors } = parse(text, { filename: path });
      if (errors.length > 0) throw errors[0];
      // Templates become functions here: in the browser that would take 'unsafe-eval'.
      const { content } = compileScript(descriptor, { id: basename(path), inlineTemplate: true, templateOptions: { compilerOptions: { isCustomElement } } });
      return { code: content, css: descriptor.styles.map(style => style.content).join('\n') };
    };
    const define = { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' };
    return { entry: 'portal.js', plugins: [compiler('vue', compile)], define };
  },
  svelte: async () => {
    const { compile, compileModule } = await import('svelte/compiler');
    const component = (text, path) => {
      const { js, css } = compile(text, { filename: path, css: 'external' });
      return { code: js.code, css: css?.code };
    };
    const module = (text, path) => ({ code: compileModule(text, { filename: path }).js.code });
    return { entry: 'portal.js', plugins: [compiler('svelte', component), compiler('svelte\\.js', module)] };
  },
};

const [portal] = process.argv.slice(2);
if (!(portal in KINDS)) {
  console.error(`node examples/build.mjs ${Object.keys(KINDS).join('|')}`);
  process.exit(2);
}
const { entry, ...options } = await KINDS[portal]();
await rm(to(portal), { recursive: true, force: true });
await mkdir(to(portal), { recursive: true });
await build({
  entryPoints: { portal: join(from(portal), entry) },
  outdir: to(portal), bundle: true, format: 'esm', target: 'es2022', minify: true, define: {}, logLevel: 'warning', ...options,
});
await copyFile(join(from(portal), 'index.html'), join(to(portal), 'index.html'));
