import { invalidCombination, invalidValue, notThere } from './errors.ts'

export type Engine = 'mysql' | 'mariadb'

interface EngineFacts {
  /** Major versions that requests may name; what runs is this machine's MariaDB. */
  versions: string[]
  standard: string
  licenseModel: string
  description: string
}

export const ENGINES: Record<Engine, EngineFacts> = {
  mysql: {
    versions: ['5.7', '8.0', '8.4'],
    standard: '8.0',
    licenseModel: 'general-public-license',
    description: 'MySQL Community Edition',
  },
  mariadb: {
    versions: ['10.5', '10.6', '10.11', '11.4', '11.8'],
    standard: '10.11',
    licenseModel: 'general-public-license',
    description: 'MariaDB Community Edition',
  },
}

/** RDS's other engines, which the practice account cannot run. */
const OTHERS = /^(postgres|aurora|aurora-mysql|aurora-postgresql|oracle-|custom-|sqlserver-|db2-)/

/** Throws InvalidParameterValue, or a 501 for an engine that only AWS has. */
export function checkedEngine(engine: string | undefined): Engine {
  if (engine === 'mysql' || engine === 'mariadb') return engine
  if (OTHERS.test(engine ?? '')) {
    const name = engine?.startsWith('postgres') ? 'PostgreSQL' : engine
    throw notThere(`database engine ${name}`, 'It runs mysql and mariadb, both by MariaDB.')
  }
  throw invalidValue(`Invalid DB engine: ${engine}`)
}

/** The major version that a request means. Throws InvalidParameterCombination. */
export function majorVersion(engine: Engine, version: string | undefined): string {
  const { versions, standard } = ENGINES[engine]
  if (version === undefined) return standard
  const major = versions.find(one => version === one || version.startsWith(`${one}.`))
  if (major === undefined) throw invalidCombination(`Cannot find version ${version} for ${engine}`)
  return major
}

/** EngineVersion of an instance: what really runs, and that it is MariaDB where it stands in for MySQL. */
export function runningVersion(engine: Engine, version: string): string {
  return engine === 'mysql' ? `${version}-MariaDB` : version
}

export const CLASSES = ['t3', 't4g', 'm5', 'm6g', 'm6i', 'm7g', 'r5', 'r6g', 'r6i', 'r7g'].flatMap(family =>
  (family.startsWith('t')
    ? ['micro', 'small', 'medium', 'large', 'xlarge', '2xlarge']
    : ['large', 'xlarge', '2xlarge', '4xlarge']
  ).map(size => `db.${family}.${size}`),
)

/** Throws InvalidParameterValue. */
export function checkClass(name: string | undefined): string {
  if (name !== undefined && CLASSES.includes(name)) return name
  throw invalidValue(`Invalid DB Instance class: ${name}`)
}
