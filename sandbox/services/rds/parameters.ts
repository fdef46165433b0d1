import type { Parameter } from '@aws-sdk/client-rds'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { invalidValue } from './errors.ts'
import { execute } from './server/client.ts'
import { ADMIN } from './server/process.ts'
import { type InstanceDocument, type ParameterGroupDocument, rds } from './store.ts'

interface Known {
  type: 'integer' | 'string' | 'boolean' | 'float'
  /** Whether a running server takes it. */
  dynamic: boolean
  allowed: string
  description: string
}

/** The parameters that do something here: the server is started with them. */
const KNOWN: Record<string, Known> = {
  max_connections: {
    type: 'integer',
    dynamic: true,
    allowed: '10-100000',
    description: 'The number of simultaneous client connections allowed.',
  },
  wait_timeout: {
    type: 'integer',
    dynamic: true,
    allowed: '1-31536000',
    description: 'The number of seconds the server waits for activity on a connection before closing it.',
  },
  interactive_timeout: {
    type: 'integer',
    dynamic: true,
    allowed: '1-31536000',
    description:
      'The number of seconds the server waits for activity on an interactive connection before closing it.',
  },
  max_allowed_packet: {
    type: 'integer',
    dynamic: true,
    allowed: '1024-1073741824',
    description: 'The maximum size of one packet or any generated or intermediate string.',
  },
  innodb_lock_wait_timeout: {
    type: 'integer',
    dynamic: true,
    allowed: '1-100000',
    description: 'Timeout in seconds an InnoDB transaction may wait for a row lock before giving up.',
  },
  innodb_buffer_pool_size: {
    type: 'integer',
    dynamic: false,
    allowed: '5242880-1073741824',
    description:
      'The size in bytes of the memory buffer InnoDB uses to cache data and indexes of its tables.',
  },
  character_set_server: {
    type: 'string',
    dynamic: true,
    allowed: 'latin1,utf8,utf8mb3,utf8mb4,ascii,binary',
    description: "The server's default character set.",
  },
  collation_server: {
    type: 'string',
    dynamic: true,
    allowed:
      'utf8mb4_general_ci,utf8mb4_unicode_ci,utf8mb4_bin,utf8_general_ci,utf8_unicode_ci,latin1_swedish_ci,ascii_general_ci,binary',
    description: "The server's default collation.",
  },
  sql_mode: { type: 'string', dynamic: true, allowed: '', description: 'Current SQL Server Mode.' },
  time_zone: {
    type: 'string',
    dynamic: true,
    allowed: '',
    description: "The server's time zone, such as +00:00.",
  },
  slow_query_log: {
    type: 'boolean',
    dynamic: true,
    allowed: '0,1',
    description: 'Enable or disable the slow query log.',
  },
  long_query_time: {
    type: 'float',
    dynamic: true,
    allowed: '0-31536000',
    description: 'Defines what the server considers long queries.',
  },
  event_scheduler: {
    type: 'string',
    dynamic: true,
    allowed: 'ON,OFF',
    description: 'Indicates the status of the Event Scheduler.',
  },
  lower_case_table_names: {
    type: 'integer',
    dynamic: false,
    allowed: '0,1',
    description: 'Affects how the server handles table identifier case sensitivity.',
  },
  log_bin_trust_function_creators: {
    type: 'boolean',
    dynamic: true,
    allowed: '0,1',
    description: 'Enforces restrictions on stored functions.',
  },
}

/** Throws InvalidParameterValue for a parameter or value that the server would not take. */
export function checkParameter({ ParameterName = '', ParameterValue, ApplyMethod }: Parameter): void {
  const known = Object.hasOwn(KNOWN, ParameterName) ? KNOWN[ParameterName] : undefined
  if (!known) {
    throw invalidValue(
      `Could not find parameter with name: ${ParameterName}. The practice account has ${Object.keys(KNOWN).join(', ')}.`,
    )
  }
  if (!known.dynamic && ApplyMethod === 'immediate') {
    throw invalidValue(
      `cannot use immediate apply method for static parameter ${ParameterName}; use pending-reboot`,
    )
  }
  if (ParameterValue === undefined || !isAllowed(known, ParameterValue)) {
    throw invalidValue(
      `Invalid parameter value: ${ParameterValue ?? ''} for: ${ParameterName} allowed values are: ${known.allowed || 'a word of letters, digits and ,_:+-'}`,
    )
  }
}

/** The statement that gives a running server the value; undefined for a parameter that wants a restart. */
export function settingStatement(name: string, value: string): string | undefined {
  const known = KNOWN[name]
  if (!known?.dynamic) return undefined
  return `SET GLOBAL ${name} = ${known.type === 'string' ? `'${value}'` : value}`
}

/** Arguments that start an instance's server with its parameter group. */
export function settingsOf(scope: Scope, { parameterGroupName }: InstanceDocument): string[] {
  const values = rds(scope).parameterGroups.get(parameterGroupName)?.values ?? {}
  return Object.entries(values).map(([name, { value }]) => `--${name.replaceAll('_', '-')}=${value}`)
}

/** A group's parameters as DescribeDBParameters shows them. */
export function shownParameters({ values }: Pick<ParameterGroupDocument, 'values'>): Parameter[] {
  return Object.entries(KNOWN).map(([ParameterName, { type, dynamic, allowed, description }]) => {
    const set = values[ParameterName]
    return {
      ParameterName,
      ...(set && { ParameterValue: set.value }),
      Description: description,
      Source: set ? 'user' : 'engine-default',
      ApplyType: dynamic ? 'dynamic' : 'static',
      DataType: type,
      ...(allowed && { AllowedValues: allowed }),
      IsModifiable: true,
      ApplyMethod: set?.applyMethod ?? 'pending-reboot',
    }
  })
}

function isAllowed({ type, allowed }: Known, value: string): boolean {
  if (allowed === '') return /^[\w,:+-]*$/.test(value)
  const [, least, most] = /^(\d+)-(\d+)$/.exec(allowed) ?? []
  if (least === undefined || most === undefined) return allowed.split(',').includes(value)
  const shape = type === 'float' ? /^\d+(\.\d+)?$/ : /^\d+$/
  return shape.test(value) && Number(value) >= Number(least) && Number(value) <= Number(most)
}

/** Gives running instances of a group what applies at once, and marks those that need a reboot. */
export async function applyParameters(
  { log }: Sandbox,
  scope: Scope,
  groupName: string,
  parameters: Parameter[],
): Promise<void> {
  const { instances } = rds(scope)
  for (const { id, parameterGroupName, status, localPort, adminPassword } of instances.values()) {
    if (parameterGroupName !== groupName) continue
    const now = parameters.filter(({ ApplyMethod }) => ApplyMethod === 'immediate')
    const statements = now.flatMap(
      ({ ParameterName = '', ParameterValue = '' }) => settingStatement(ParameterName, ParameterValue) ?? [],
    )
    let done = statements.length === parameters.length
    if (status === 'available' && localPort !== undefined && statements.length > 0) {
      const server = { port: localPort, user: ADMIN, password: adminPassword }
      await execute(server, statements).catch((error: unknown) => {
        log.warn({ err: error, instance: id }, 'parameters wait for a reboot')
        done = false
      })
    }
    const current = instances.get(id)
    if (current && !done) instances.put(id, { ...current, pendingReboot: true })
  }
}
