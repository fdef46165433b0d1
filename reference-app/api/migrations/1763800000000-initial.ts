import { Table, type MigrationInterface, type QueryRunner } from 'typeorm'

const tables = [
  new Table({
    name: 'users',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'username', type: 'varchar', length: '32' },
      { name: 'email', type: 'varchar', length: '191' },
      { name: 'createdAt', type: 'bigint' },
    ],
    uniques: [
      { name: 'users_username', columnNames: ['username'] },
      { name: 'users_email', columnNames: ['email'] },
    ],
  }),
  new Table({
    name: 'files',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'userId', type: 'varchar', length: '36', isNullable: true },
      { name: 'name', type: 'varchar', length: '255' },
      { name: 'type', type: 'varchar', length: '127' },
      { name: 'size', type: 'bigint' },
      { name: 'store', type: 'varchar', length: '16' },
      { name: 'touchedAt', type: 'bigint' },
      { name: 'storedAt', type: 'bigint', isNullable: true },
    ],
    foreignKeys: [
      {
        name: 'files_user',
        columnNames: ['userId'],
        referencedTableName: 'users',
        referencedColumnNames: ['id'],
        onDelete: 'SET NULL',
      },
    ],
  }),
]

/** Users and their files. */
export class Initial1763800000000 implements MigrationInterface {
  name = 'Initial1763800000000'

  async up(runner: QueryRunner): Promise<void> {
    // MySQL commits each table by itself: a migration that was cut off in the middle must be able to go on.
    for (const table of tables) await runner.createTable(table, true)
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables.toReversed()) await runner.dropTable(table)
  }
}
