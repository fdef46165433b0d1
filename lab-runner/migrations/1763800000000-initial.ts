import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm'

type Column = TableColumnOptions
const id: Column = { name: 'id', type: 'varchar', length: '36', isPrimary: true }
const reference = (name: string): Column => ({ name, type: 'varchar', length: '36' })
const varchar = (name: string, length: number): Column => ({ name, type: 'varchar', length: String(length) })
const moment = (name: string): Column => ({ name, type: 'bigint' })
const integer = (name: string): Column => ({ name, type: 'integer' })
const text = (name: string): Column => ({ name, type: 'text' })
const flag = (name: string): Column => ({ name, type: 'boolean' })
const optional = (column: Column): Column => ({ ...column, isNullable: true })

const tables: { name: string; columns: Column[]; unique?: string[][]; index?: string[][] }[] = [
  { name: 'learner', columns: [id, varchar('name', 191), moment('createdAt')] },
  {
    name: 'login',
    columns: [
      { ...varchar('hash', 64), isPrimary: true },
      varchar('kind', 16),
      reference('learnerId'),
      moment('createdAt'),
      moment('expiresAt'),
      optional(moment('usedAt')),
    ],
    index: [['learnerId']],
  },
  {
    name: 'account',
    columns: [
      { ...reference('learnerId'), isPrimary: true },
      varchar('target', 16),
      varchar('region', 32),
      optional(varchar('profile', 191)),
      optional(varchar('practiceAccountId', 12)),
      optional(text('practiceKeys')),
      optional(varchar('accountId', 12)),
      optional(text('identityArn')),
      optional(varchar('confirmedAccountId', 12)),
      optional(text('notice')),
    ],
  },
  {
    name: 'lab_session',
    columns: [
      id,
      reference('learnerId'),
      varchar('labId', 64),
      varchar('accountId', 12),
      varchar('region', 32),
      varchar('previewToken', 64),
      moment('createdAt'),
    ],
    unique: [['learnerId', 'labId', 'accountId', 'region'], ['previewToken']],
  },
  {
    name: 'step_state',
    columns: [
      id,
      reference('sessionId'),
      varchar('stepId', 64),
      optional(text('verdict')),
      optional(text('outputs')),
      integer('hintsOpened'),
      integer('attempts'),
      flag('shown'),
      optional(moment('settlingSince')),
    ],
    unique: [['sessionId', 'stepId']],
  },
  {
    name: 'ledger',
    columns: [id, reference('sessionId'), varchar('type', 64), varchar('resourceId', 512), moment('madeAt')],
    unique: [['sessionId', 'type', 'resourceId']],
  },
  {
    name: 'lab_run',
    columns: [
      id,
      reference('sessionId'),
      varchar('kind', 16),
      optional(varchar('stepId', 64)),
      optional(reference('terminalId')),
      varchar('status', 16),
      text('message'),
      optional(integer('exitCode')),
      moment('startedAt'),
      optional(moment('endedAt')),
      optional(varchar('activeKey', 128)),
      reference('nodeId'),
      moment('heartbeatAt'),
      flag('cancelRequested'),
      optional(varchar('currentStep', 64)),
      optional(varchar('phase', 16)),
    ],
    unique: [['activeKey']],
    index: [['sessionId', 'startedAt'], ['status']],
  },
  {
    name: 'verdict',
    columns: [
      id,
      reference('sessionId'),
      varchar('stepId', 64),
      integer('attempt'),
      varchar('status', 16),
      varchar('reason', 191),
      text('body'),
      moment('checkedAt'),
    ],
    index: [['sessionId', 'stepId']],
  },
  {
    name: 'terminal',
    columns: [
      id,
      reference('sessionId'),
      varchar('title', 191),
      integer('column_count'),
      integer('row_count'),
      moment('createdAt'),
      optional(moment('closedAt')),
    ],
    index: [['sessionId']],
  },
]

export class Initial1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const { name, columns, unique = [], index = [] } of tables) {
      // TypeORM writes down what it makes in the options it is given, so each table gets its own.
      const table = new Table({
        name,
        columns: columns.map(column => ({ ...column })),
        indices: [
          ...unique.map((columnNames, n) => ({ name: `UQ_${name}_${n}`, columnNames, isUnique: true })),
          ...index.map((columnNames, n) => ({ name: `IX_${name}_${n}`, columnNames })),
        ],
      })
      await runner.createTable(table)
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of [...tables].reverse()) await runner.dropTable(name)
  }
}
