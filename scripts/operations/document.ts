import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { WithoutEffect } from '../../sandbox/gateway/service.ts'
import { kebabCase, type LoadedService, Services } from '../../sandbox/gateway/services.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const SERVICES = path.join(ROOT, 'sandbox/services')

/** The page that is written. */
export const OPERATIONS_FILE = path.join(ROOT, 'docs/operations.md')

/** A service's operations, by what the practice account does with them. */
export interface ServiceOperations {
  service: LoadedService
  there: string[]
  absent: string[]
  withoutEffect: WithoutEffect
}

/** Every service, with the operations that AWS's model has of it, sorted by name. */
export async function serviceOperations(): Promise<ServiceOperations[]> {
  const services = await Services.discover(SERVICES)
  const modules = await services.modules('without-effect.ts')
  const loaded = await Promise.all(services.signingNames().map(name => services.bySigningName(name)))
  return loaded.flatMap(service => {
    if (!service) return []
    const names = [...service.model.operations.keys()].sort()
    const isThere = (name: string) =>
      existsSync(path.join(SERVICES, service.id, 'operations', `${kebabCase(name)}.ts`))
    const found = modules.find(({ id }) => id === service.id)?.module as
      { withoutEffect?: WithoutEffect } | undefined
    return {
      service,
      there: names.filter(isThere),
      absent: names.filter(name => !isThere(name)),
      withoutEffect: found?.withoutEffect ?? {},
    }
  })
}

/** docs/operations.md, made from the code. */
export async function operationsDocument(): Promise<{
  text: string
  counts: { services: number; there: number; partly: number }
}> {
  const all = await serviceOperations()
  const counts = {
    services: all.length,
    there: all.reduce((sum, { there }) => sum + there.length, 0),
    partly: all.reduce((sum, one) => sum + partly(one).length, 0),
  }
  const overview = all.map(
    one =>
      `| [${one.service.id}](#${one.service.id}) | ${one.there.length - partly(one).length} | ${partly(one).length} | ${one.absent.length} | ${one.service.model.protocol.id.split('#')[1]} |`,
  )
  const text = [
    '# Operations of the practice account',
    'Made from the code by `npm run operations`. *There* is an operation that does what AWS does; *partly* one that takes parameters without effect, listed here; all others answer **501** with their name, in the protocol of their service.',
    ['| service | there | partly | 501 | protocol |', '|-|-|-|-|-|', ...overview].join('\n'),
    ...all.flatMap(section),
  ].join('\n\n')
  return { text: `${text}\n`, counts }
}

function section(one: ServiceOperations): string[] {
  const { service, there, absent, withoutEffect } = one
  const names = (list: string[]) => list.map(name => `\`${name}\``).join(', ')
  const inPart = partly(one)
  const whole = there.filter(name => !inPart.includes(name))
  const rows = inPart.flatMap(name =>
    Object.entries(withoutEffect[name] ?? {}).map(
      ([parameter, reason], index) =>
        `| ${index === 0 ? `\`${name}\`` : ''} | ${escaped(parameter)} | ${escaped(reason)} |`,
    ),
  )
  return [
    `## ${service.id}`,
    whole.length > 0 ? `**There:** ${names(whole)}` : '',
    rows.length > 0 ? ['| partly | without effect | |', '|-|-|-|', ...rows].join('\n') : '',
    absent.length > 0
      ? `<details><summary>501: ${absent.length} operations</summary>\n\n${names(absent)}\n\n</details>`
      : '',
  ].filter(Boolean)
}

function partly({ there, withoutEffect }: ServiceOperations): string[] {
  return there.filter(name => Object.keys(withoutEffect[name] ?? {}).length > 0)
}

function escaped(text: string): string {
  return text.replaceAll('*', '\\*').replaceAll('|', '\\|')
}

/** Parts of the data plane that read requests of a service themselves. */
const DATA_PLANE: Readonly<Record<string, string>> = { s3: '../dataplane/objects' }

/** Names of the TypeScript files of a service, without its tests. */
export function sourcesOf(id: string): string[] {
  const folders = [id, DATA_PLANE[id] ?? []].flat().map(folder => path.join(SERVICES, folder))
  return folders.flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts') && !file.includes('.test.') && !file.includes('testing/'))
      .map(file => path.join(folder, file)),
  )
}
