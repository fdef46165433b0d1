import type { RedirectActionConfig } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Incoming } from './rules.ts'

/** The Location of a redirect: always with the port, as AWS writes it. */
export function redirectLocation(config: RedirectActionConfig, incoming: Incoming, port: number): string {
  const values: Record<string, string> = {
    protocol: 'http',
    host: incoming.host,
    port: String(port),
    path: incoming.path.slice(1),
    query: incoming.query,
  }
  const fill = (template: string | undefined, name: string) =>
    (template ?? `#{${name}}`).replace(
      /#\{(protocol|host|port|path|query)\}/g,
      (_, key: string) => values[key] ?? '',
    )
  const path = config.Path === undefined ? incoming.path : fill(config.Path, 'path')
  const query = fill(config.Query, 'query')
  const protocol = fill(config.Protocol, 'protocol').toLowerCase()
  return `${protocol}://${fill(config.Host, 'host')}:${fill(config.Port, 'port')}${path}${query && `?${query}`}`
}

/** 301 or 302. */
export function redirectStatus(config: RedirectActionConfig): number {
  return config.StatusCode === 'HTTP_301' ? 301 : 302
}
