import { quoted } from './server/client.ts'
import { ADMIN } from './server/process.ts'

/** What RDS gives its master user: everything but what reaches beyond the database. */
const PRIVILEGES =
  'SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER'

/** The practice account's own user; those that an installation makes go. */
export function adminStatements(password: string): string[] {
  const admin = `'${ADMIN}'@'127.0.0.1'`
  return [
    "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> '%')",
    'FLUSH PRIVILEGES',
    `CREATE USER IF NOT EXISTS ${admin}`,
    `ALTER USER ${admin} IDENTIFIED BY ${quoted(password)}`,
    `GRANT ALL PRIVILEGES ON *.* TO ${admin} WITH GRANT OPTION`,
  ]
}

/** The master user, with this password from now on. */
export function masterStatements(name: string, password: string): string[] {
  const user = `${quoted(name)}@'%'`
  return [
    `CREATE USER IF NOT EXISTS ${user}`,
    `ALTER USER ${user} IDENTIFIED BY ${quoted(password)}`,
    `GRANT ${PRIVILEGES} ON *.* TO ${user} WITH GRANT OPTION`,
  ]
}

/** Makes the instance's first database; a name has letters, digits and underscores. */
export function databaseStatement(name: string): string {
  return `CREATE DATABASE IF NOT EXISTS \`${name}\``
}
