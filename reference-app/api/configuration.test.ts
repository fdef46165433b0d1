import { expect, test } from 'vitest'
import { readConfiguration } from './configuration.ts'
import { parseVersion } from './version.ts'

test('nothing at all is a version 1 on SQLite with a folder', () => {
  expect(readConfiguration({ DATA_DIR: '/data', BUCKET: '' })).toMatchObject({
    version: { name: '1', colour: 'blue', fault: null },
    port: 8080,
    database: { kind: 'sqlite', file: '/data/uploads.sqlite' },
    bucket: undefined,
    filesDir: '/data/files',
  })
})

test.each([
  [{ DATABASE_URL: 'mysql://app:p%40ss@db.example:3307/uploads' }, { password: 'p@ss', port: 3307 }],
  [{ DB_HOST: 'db.example', DB_USER: 'app', DB_PASSWORD: 'p@ss', DB_NAME: 'uploads' }, { port: 3306 }],
  [
    { DB_SECRET: '{"username":"app","password":"p@ss","host":"db.example","port":3306,"dbname":"uploads"}' },
    {},
  ],
  // What RDS manages by itself holds the user and the password alone.
  [{ DB_SECRET: '{"username":"app","password":"p@ss"}', DB_HOST: 'db.example', DB_NAME: 'uploads' }, {}],
])('MySQL is named by %j', (environment, expected) => {
  const { database } = readConfiguration(environment)
  expect(database).toMatchObject({
    kind: 'mysql',
    host: 'db.example',
    user: 'app',
    name: 'uploads',
    ...expected,
  })
})

test('all that is wrong is listed at once, and no secret with it', () => {
  const environment = {
    PORT: 'http',
    APP_VERSION: '3-tired',
    DB_SECRET: 'hunter2',
    DATABASE_URL: 'postgres://x/y',
    MAX_UPLOAD_MB: '-1',
  }
  const message = messageOf(environment)
  expect(message.split('\n')).toEqual([
    'The app cannot start with this environment:',
    '  - APP_VERSION must be a number, alone or with a fault as in 3-errors (unready, errors, slow, leak, deaf)',
    '  - PORT must be a whole number from 0 to 65535',
    '  - DATABASE_URL must begin with mysql:// or mariadb://',
    '  - DB_SECRET must be JSON with "username" and "password", as Secrets Manager keeps it for RDS',
    expect.stringMatching(/^ {2}- MAX_UPLOAD_MB /),
  ])
  expect(message).not.toContain('hunter2')
})

test('half a database, or a bucket without a region, says what is missing', () => {
  expect(messageOf({ DB_HOST: 'db.example', DB_USER: 'app' })).toMatch(
    /DB_PASSWORD is missing[^]*DB_NAME is missing/,
  )
  expect(messageOf({ BUCKET: 'b' })).toContain('AWS_REGION is missing')
})

test.each([
  ['1', { colour: 'blue', fault: null }],
  ['2', { colour: 'green', fault: null }],
  ['3-errors', { colour: 'blue', fault: 'errors' }],
  ['12-deaf', { colour: 'green', fault: 'deaf' }],
])('version %s', (name, expected) => {
  expect(parseVersion(name)).toEqual({ name, ...expected })
})

test.each(['', 'one', '1-', '1-sleepy', '1.2', '-errors'])('%j is no version', name => {
  expect(parseVersion(name)).toBeUndefined()
})

function messageOf(environment: Record<string, string>): string {
  try {
    readConfiguration(environment)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}
