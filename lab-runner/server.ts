import { resolve } from 'node:path'
import { z } from 'zod'
import { createLog } from './security/log.ts'
import { startRunner } from './start.ts'

const SHUTDOWN_MS = 3_000

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4321),
  SLIPWAY_HOME: z.string().default('.slipway'),
  DATABASE_URL: z.string().optional(),
  PRACTICE_ENDPOINT: z.url().optional(),
  PRACTICE_ADMIN_TOKEN_FILE: z.string().optional(),
  PUBLIC_URL: z.url().optional(),
  SITE_DIR: z.string().default('site/dist'),
  SLIPWAY_IMAGES: z.string().default('public.ecr.aws/slipway'),
  LOG_LEVEL: z.string().default('info'),
})

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

const read = environment.safeParse(process.env)
if (!read.success) {
  const [issue] = read.error.issues
  fail(`The setting ${String(issue?.path[0])} is wrong: ${issue?.message}. Correct it and start again.`)
}
const settings = read.data as z.infer<typeof environment>
const home = resolve(settings.SLIPWAY_HOME)

try {
  const runner = await startRunner({
    port: settings.PORT,
    home,
    siteDir: resolve(settings.SITE_DIR),
    databaseUrl: settings.DATABASE_URL,
    publicUrl: settings.PUBLIC_URL,
    images: settings.SLIPWAY_IMAGES,
    log: createLog(settings.LOG_LEVEL),
    practice: settings.PRACTICE_ENDPOINT
      ? {
          endpoint: settings.PRACTICE_ENDPOINT.replace(/\/$/, ''),
          adminTokenFile: settings.PRACTICE_ADMIN_TOKEN_FILE ?? resolve(home, 'sandbox/admin-token'),
        }
      : undefined,
  })
  process.stdout.write(`workshop ready ${runner.signInUrl}\n`)

  let closing = false
  const stop = () => {
    if (closing) return
    closing = true
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref()
    void runner.close().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    fail(
      `Port ${settings.PORT} is taken, so the workshop cannot start. End what listens there, or set PORT to another one.`,
    )
  }
  if (error instanceof Error && error.name === 'LabFileError') fail(message)
  fail(`The workshop cannot start: ${message}`)
}
