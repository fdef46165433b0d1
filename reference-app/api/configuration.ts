import { homedir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { FAULTS, parseVersion, type Version } from './version.ts'

export interface MySqlSettings {
  kind: 'mysql'
  host: string
  port: number
  user: string
  password: string
  name: string
  /** PEM file of the authorities to trust; TLS is used when it is given. */
  caFile?: string
}

export type DatabaseSettings = MySqlSettings | { kind: 'sqlite'; file: string }

export interface Configuration {
  version: Version
  host: string
  port: number
  logLevel: string
  database: DatabaseSettings
  /** Bucket of the S3 store; without one that store is not offered. */
  bucket?: string
  /** Address under which browsers reach S3, where that is not the one that this task uses. */
  s3PublicEndpoint?: string
  /** Folder of the file system store, such as a mounted EFS. */
  filesDir: string
  maxUploadBytes: number
  /** How long to keep serving after SIGTERM, until the load balancer sends no more. */
  shutdownDelayMs: number
}

/** The environment is not what the app needs; the message lists everything that is wrong with it. */
export class ConfigurationError extends Error {}

const wholeNumber = (least: number, most: number) =>
  z.coerce.number(`must be a whole number from ${least} to ${most}`).int().min(least).max(most)

const secret = z.object({
  username: z.string(),
  password: z.string(),
  host: z.string().optional(),
  port: z.coerce.number().optional(),
  dbname: z.string().optional(),
})

const environment = z.object({
  APP_VERSION: z
    .string()
    .default('1')
    .transform((name, context) => {
      const version = parseVersion(name)
      if (version) return version
      context.addIssue(`must be a number, alone or with a fault as in 3-errors (${FAULTS.join(', ')})`)
      return z.NEVER
    }),
  HOST: z.string().default('0.0.0.0'),
  PORT: wholeNumber(0, 65_535).default(8080),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DATABASE_URL: z
    .url({ protocol: /^(mysql|mariadb)$/, error: 'must begin with mysql:// or mariadb://' })
    .optional(),
  DB_HOST: z.string().optional(),
  DB_PORT: wholeNumber(1, 65_535).optional(),
  DB_NAME: z.string().optional(),
  DB_USER: z.string().optional(),
  DB_PASSWORD: z.string().optional(),
  DB_SECRET: z
    .string()
    .transform((text, context) => {
      const read = secret.safeParse(parseJson(text))
      if (read.success) return read.data
      // Never the text itself: it is a secret also when it is wrong.
      context.addIssue('must be JSON with "username" and "password", as Secrets Manager keeps it for RDS')
      return z.NEVER
    })
    .optional(),
  DB_CA_FILE: z.string().optional(),
  BUCKET: z.string().optional(),
  S3_PUBLIC_ENDPOINT: z.url('must be an address such as https://s3.eu-west-1.amazonaws.com').optional(),
  DATA_DIR: z.string().default(path.join(homedir(), '.uploads')),
  FILES_DIR: z.string().optional(),
  MAX_UPLOAD_MB: wholeNumber(1, 1_000_000).default(2048),
  // ECS sends SIGTERM when the load balancer has drained the task already; other schedulers want more than this second.
  SHUTDOWN_DELAY_SECONDS: wholeNumber(0, 110).default(1),
})

type Environment = z.infer<typeof environment>

/** Reads and checks the environment. An empty variable counts as absent. */
export function readConfiguration(variables: NodeJS.ProcessEnv): Configuration {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const read = environment.safeParse(given)
  if (!read.success) {
    throw new ConfigurationError(
      list(read.error.issues.map(issue => `${issue.path[0]?.toString()} ${issue.message}`)),
    )
  }
  const settings = read.data
  if (settings.BUCKET && !given.AWS_REGION) {
    throw new ConfigurationError(list(['AWS_REGION is missing: the region of the bucket, such as eu-west-1']))
  }
  return {
    version: settings.APP_VERSION,
    host: settings.HOST,
    port: settings.PORT,
    logLevel: settings.LOG_LEVEL,
    database: databaseOf(settings),
    bucket: settings.BUCKET,
    s3PublicEndpoint: settings.S3_PUBLIC_ENDPOINT,
    filesDir: path.resolve(settings.FILES_DIR ?? path.join(settings.DATA_DIR, 'files')),
    maxUploadBytes: settings.MAX_UPLOAD_MB * 1024 * 1024,
    shutdownDelayMs: settings.SHUTDOWN_DELAY_SECONDS * 1000,
  }
}

function databaseOf(settings: Environment): DatabaseSettings {
  const url = settings.DATABASE_URL ? new URL(settings.DATABASE_URL) : undefined
  const fromSecret = settings.DB_SECRET
  const host = settings.DB_HOST ?? fromSecret?.host ?? url?.hostname
  const caFile = settings.DB_CA_FILE
  const user = settings.DB_USER ?? fromSecret?.username ?? decode(url?.username)
  const password = settings.DB_PASSWORD ?? fromSecret?.password ?? decode(url?.password)
  const name = settings.DB_NAME ?? fromSecret?.dbname ?? decode(url?.pathname.slice(1))
  if ([host, user, password, name].every(value => value === undefined)) {
    return { kind: 'sqlite', file: path.resolve(settings.DATA_DIR, 'uploads.sqlite') }
  }
  const missing = [
    host ? '' : 'DB_HOST is missing: the address of the MySQL server',
    user ? '' : 'DB_USER is missing (or DB_SECRET with the user and the password)',
    password === undefined ? 'DB_PASSWORD is missing (or DB_SECRET with the user and the password)' : '',
    name ? '' : 'DB_NAME is missing: the name of the database on that server',
  ].filter(Boolean)
  if (!host || !user || password === undefined || !name) throw new ConfigurationError(list(missing))
  const port = settings.DB_PORT ?? fromSecret?.port ?? (Number(url?.port) || 3306)
  return { kind: 'mysql', host, port, user, password, name, caFile }
}

function decode(part: string | undefined): string | undefined {
  return part === undefined ? undefined : decodeURIComponent(part)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function list(lines: string[]): string {
  return `The app cannot start with this environment:\n${lines.map(line => `  - ${line}`).join('\n')}`
}
