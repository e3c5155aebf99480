/**
 * The dependency rule of docs/architecture.md:
 * load <- model <- emit inside the compiler; generated <- store <- server and worker outside, webhooks <- server and worker;
 * nobody imports the compiler.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nobody-imports-the-compiler',
      severity: 'error',
      from: { path: '^(server|worker|store|webhooks|generated)/' },
      to: { path: '^codegen/' },
    },
    {
      name: 'compiler-imports-only-itself',
      severity: 'error',
      from: { path: '^codegen/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server|worker|store|webhooks|generated|scripts|tests)/' },
    },
    {
      name: 'emitters-see-only-the-model',
      severity: 'error',
      from: { path: '^codegen/emit/', pathNot: '\\.test\\.ts$' },
      to: { path: '^codegen/', pathNot: '^codegen/(emit|model)/' },
    },
    {
      name: 'load-knows-nothing-of-emitters',
      severity: 'error',
      from: { path: '^codegen/(load|model)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^codegen/emit/' },
    },
    {
      name: 'generated-stands-alone',
      severity: 'error',
      from: { path: '^generated/' },
      to: { path: '^(server|worker|store|webhooks|scripts|tests)/' },
    },
    {
      name: 'store-sees-generated-only',
      severity: 'error',
      from: { path: '^store/', pathNot: '\\.test\\.ts$|^store/testing/' },
      to: { path: '^(server|worker|webhooks|scripts|tests)/' },
    },
    {
      name: 'safe-targets-and-secrets-stand-alone',
      severity: 'error',
      from: { path: '^webhooks/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server|worker|store|generated|scripts|tests)/' },
    },
    {
      name: 'server-sees-only-the-worker-contract',
      severity: 'error',
      from: { path: '^server/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(worker|scripts|tests)/', pathNot: '^worker/contract\\.ts$' },
    },
    {
      name: 'worker-does-not-see-the-server',
      severity: 'error',
      from: { path: '^worker/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server|scripts|tests)/' },
    },
    {
      name: 'workflows-see-activities-as-types-only',
      severity: 'error',
      from: { path: '^worker/workflows/' },
      to: {
        path: '^(worker/(activities|model|handlers|webhooks)|store|webhooks)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'workflows-are-deterministic',
      severity: 'error',
      comment: 'Node built-ins do not exist in the workflow sandbox.',
      from: { path: '^worker/workflows/' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.specwire|tests/(golden|diagnostics)/|codegen/templates/)' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'] },
  },
};
