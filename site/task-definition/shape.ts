import type { Json } from './json-text.ts'

type Simple = 'string' | 'integer' | 'boolean' | 'structure' | 'list' | 'map'
/** `[of]` is a list; an object is a structure, in which `!` after a name means required. A simple word is looked into no further. */
type Shape = Simple | [Shape] | { [name: string]: Shape }

const container: Shape = {
  name: 'string',
  image: 'string',
  repositoryCredentials: 'structure',
  cpu: 'integer',
  memory: 'integer',
  memoryReservation: 'integer',
  links: ['string'],
  portMappings: [
    {
      containerPort: 'integer',
      hostPort: 'integer',
      protocol: 'string',
      name: 'string',
      appProtocol: 'string',
      containerPortRange: 'string',
    },
  ],
  essential: 'boolean',
  restartPolicy: 'structure',
  entryPoint: ['string'],
  command: ['string'],
  environment: [{ name: 'string', value: 'string' }],
  environmentFiles: 'list',
  mountPoints: [{ sourceVolume: 'string', containerPath: 'string', readOnly: 'boolean' }],
  volumesFrom: 'list',
  linuxParameters: 'structure',
  secrets: [{ 'name!': 'string', 'valueFrom!': 'string' }],
  dependsOn: [{ 'containerName!': 'string', 'condition!': 'string' }],
  startTimeout: 'integer',
  stopTimeout: 'integer',
  versionConsistency: 'string',
  hostname: 'string',
  user: 'string',
  workingDirectory: 'string',
  disableNetworking: 'boolean',
  privileged: 'boolean',
  readonlyRootFilesystem: 'boolean',
  dnsServers: ['string'],
  dnsSearchDomains: ['string'],
  extraHosts: 'list',
  dockerSecurityOptions: ['string'],
  interactive: 'boolean',
  pseudoTerminal: 'boolean',
  dockerLabels: 'map',
  ulimits: 'list',
  logConfiguration: { 'logDriver!': 'string', options: 'map', secretOptions: 'list' },
  healthCheck: {
    'command!': ['string'],
    interval: 'integer',
    timeout: 'integer',
    retries: 'integer',
    startPeriod: 'integer',
  },
  systemControls: 'list',
  resourceRequirements: 'list',
  firelensConfiguration: 'structure',
  credentialSpecs: ['string'],
}

const taskDefinition: Shape = {
  'family!': 'string',
  taskRoleArn: 'string',
  executionRoleArn: 'string',
  networkMode: 'string',
  'containerDefinitions!': [container],
  volumes: 'list',
  placementConstraints: 'list',
  requiresCompatibilities: ['string'],
  cpu: 'string',
  memory: 'string',
  tags: 'list',
  pidMode: 'string',
  ipcMode: 'string',
  proxyConfiguration: 'structure',
  inferenceAccelerators: 'list',
  ephemeralStorage: { 'sizeInGiB!': 'integer' },
  runtimePlatform: { cpuArchitecture: 'string', operatingSystemFamily: 'string' },
  enableFaultInjection: 'boolean',
}

/** What is wrong with the names and types, at which path. */
export interface Misfit {
  path: string
  text: string
}

/** What the `aws` command line says of names and types before it sends anything: all of it, in its words. */
export function misfits(value: Json): Misfit[] {
  if (!fits('structure', value)) {
    const name = /'(.+)'/.exec(pythonType(value))?.[1]
    return [{ path: '', text: `'${name}' object has no attribute 'keys'` }]
  }
  return inside(taskDefinition, value, '')
}

function inside(shape: Shape, value: Json, path: string): Misfit[] {
  const kind = kindOf(shape)
  if (!fits(kind, value)) {
    const text = `Invalid type for parameter ${path}, value: ${shown(value)}, type: ${pythonType(value)}, valid types: ${VALID[kind]}`
    return [{ path, text }]
  }
  if (Array.isArray(shape)) {
    const items = value as Json[]
    return items.flatMap((item, index) => inside(shape[0], item, `${path}[${index}]`))
  }
  if (typeof shape === 'string') return []
  return members(shape, value as Record<string, Json>, path)
}

function members(shape: Record<string, Shape>, value: Record<string, Json>, path: string): Misfit[] {
  const fields = new Map(Object.entries(shape).map(([name, of]) => [name.replace('!', ''), of]))
  const at = (name: string) => (path ? `${path}.${name}` : name)
  return [
    ...Object.keys(shape)
      .filter(name => name.endsWith('!') && !(name.slice(0, -1) in value))
      .map(name => ({
        path,
        text: `Missing required parameter in ${path || 'input'}: "${name.slice(0, -1)}"`,
      })),
    ...Object.keys(value)
      .filter(name => !fields.has(name))
      .map(name => ({
        path: at(name),
        text: `Unknown parameter in ${path || 'input'}: "${name}", must be one of: ${[...fields.keys()].join(', ')}`,
      })),
    ...Object.entries(value).flatMap(([name, given]) => {
      const of = fields.get(name)
      return of === undefined ? [] : inside(of, given, at(name))
    }),
  ]
}

function kindOf(shape: Shape): Simple {
  if (typeof shape === 'string') return shape
  return Array.isArray(shape) ? 'list' : 'structure'
}

const VALID: Record<Simple, string> = {
  string: "<class 'str'>",
  integer: "<class 'int'>",
  boolean: "<class 'bool'>",
  structure: "<class 'dict'>",
  map: "<class 'dict'>",
  list: "<class 'list'>, <class 'tuple'>",
}

function fits(kind: Simple, value: Json): boolean {
  if (kind === 'list') return Array.isArray(value)
  if (kind === 'integer') return Number.isInteger(value)
  if (kind === 'structure' || kind === 'map')
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === kind
}

function pythonType(value: Json): string {
  if (value === null) return "<class 'NoneType'>"
  if (Array.isArray(value)) return "<class 'list'>"
  if (typeof value === 'number') return Number.isInteger(value) ? "<class 'int'>" : "<class 'float'>"
  return { string: "<class 'str'>", boolean: "<class 'bool'>", object: "<class 'dict'>" }[
    typeof value as 'string' | 'boolean' | 'object'
  ]
}

/** As Python prints it; what holds other values is shown as JSON. */
function shown(value: Json): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
