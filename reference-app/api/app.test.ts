import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FileEntity } from './files/file.entity.ts'
import { sweepFiles } from './files/sweep-files.ts'
import { eventually } from './testing/eventually.ts'
import { DATABASES, type TestDatabase } from './testing/databases.ts'
import { startTestApp, type TestApp } from './testing/test-app.ts'

const NOBODY = '7e958767-ccc5-4f53-b85a-4346f814f41f'

describe.each(DATABASES)('$name', ({ there, start }) => {
  describe.skipIf(!there)('users', () => {
    let database: TestDatabase
    let app: TestApp
    beforeAll(async () => {
      database = await start()
      app = await startTestApp({ settings: database.settings })
    }, 60_000)
    afterAll(async () => {
      await app.close()
      await database.stop()
    })

    it('are registered, listed by name and deleted', async () => {
      const { status, body } = await app.client.register({ username: ' Zoe ', email: 'Zoe@Example.com' })
      expect(status).toBe(201)
      expect(body).toMatchObject({ username: 'zoe', email: 'zoe@example.com' })
      await app.client.register({ username: 'ada', email: 'ada@example.com' })
      const names = (await app.client.get('/api/users')).body.users.map((user: any) => user.username)
      expect(names).toEqual(['ada', 'zoe'])
      expect((await app.client.remove(body.id)).status).toBe(204)
      expect((await app.client.remove(body.id)).status).toBe(404)
    })

    it('have names and addresses of their own, also when ten want the same at once', async () => {
      const names = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          app.client.register({ username: 'wanted', email: `wanted-${n}@example.com` }),
        ),
      )
      expect(names.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)])
      expect(names.find(({ status }) => status === 409)?.body.error).toMatchObject({
        code: 'username-taken',
        message: 'The username wanted is taken. Choose another.',
      })
      const address = await app.client.register({ username: 'another', email: 'ADA@example.com' })
      expect(address).toMatchObject({ status: 409, body: { error: { code: 'email-taken' } } })
    })

    it.each([
      [{ username: '../x', email: 'x@example.com' }, 'username: must be'],
      [{ username: 'x'.repeat(33), email: 'x@example.com' }, 'username: must be'],
      [{ username: 'somebody', email: 'nowhere' }, 'email: must be an e-mail address'],
      [{}, 'username: '],
    ])('are refused as %j, with a list of what is wrong', async (user, message) => {
      const { status, body } = await app.client.register(user)
      expect(status).toBe(400)
      expect(body.error.message).toContain(message)
    })

    it('keep their files apart, list, download and delete them', async () => {
      const [ada, bob] = [await app.client.newUser(), await app.client.newUser()]
      const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, n) => n % 251))
      const { status, body: file } = await app.client.upload(ada, 'größe ✓.bin', bytes)
      expect(status).toBe(201)
      expect(file).toMatchObject({ name: 'größe ✓.bin', size: 70_000, store: 'file-system' })
      expect(await app.client.files(ada)).toEqual([file])
      expect(await app.client.files(bob)).toEqual([])

      const whole = await app.client.download(ada, file.id)
      expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes)
      expect(whole.headers.get('content-disposition')).toContain(
        "filename*=UTF-8''gr%C3%B6%C3%9Fe%20%E2%9C%93.bin",
      )
      const range = await app.client.download(ada, file.id, { range: 'bytes=100-199' })
      expect(range.status).toBe(206)
      expect(Buffer.from(await range.arrayBuffer())).toEqual(bytes.subarray(100, 200))
      expect((await app.client.download(ada, file.id, { range: 'bytes=80000-' })).status).toBe(416)

      expect((await app.client.download(bob, file.id)).status).toBe(404)
      expect((await app.client.remove(`${bob}/files/${file.id}`)).status).toBe(404)
      const removals = await Promise.all([1, 2].map(() => app.client.remove(`${ada}/files/${file.id}`)))
      expect(removals.map(removal => removal.status).sort()).toEqual([204, 404])
      expect((await app.client.download(ada, file.id)).status).toBe(404)
      expect(await readdir(app.filesDir)).toEqual([])
    })

    it('take their files with them', async () => {
      const user = await app.client.newUser()
      await app.client.upload(user, 'a', 'one')
      await app.client.upload(user, 'a', 'same name, another file')
      expect(await readdir(app.filesDir)).toHaveLength(2)
      expect((await app.client.remove(user)).status).toBe(204)
      expect(await readdir(app.filesDir)).toEqual([])
      expect(await app.deps.database.getRepository(FileEntity).count()).toBe(0)
    })

    it('who are deleted while a file of theirs arrives leave nothing of it', async () => {
      const user = await app.client.newUser()
      const gate = Promise.withResolvers<void>()
      async function* slowly() {
        yield Buffer.from('first')
        await gate.promise
        yield Buffer.from('last')
      }
      const upload = app.client.upload(user, 'late', slowly() as unknown as BodyInit)
      await eventually(() => readdir(app.filesDir)).toHaveLength(1)
      expect((await app.client.remove(user)).status).toBe(204)
      gate.resolve()
      expect(await upload).toMatchObject({ status: 404, body: { error: { code: 'unknown-user' } } })
      expect(await readdir(app.filesDir)).toEqual([])
    })

    it('see nothing of an upload whose connection was lost', async () => {
      const user = await app.client.newUser()
      const { port, host } = new URL(app.url)
      const socket = connect(Number(port), '127.0.0.1')
      socket.write(`POST /api/users/${user}/files?name=cut&store=file-system HTTP/1.1\r\nHost: ${host}\r\n`)
      socket.write(`Content-Length: 1000\r\n\r\nonly this much`)
      await eventually(() => readdir(app.filesDir)).toHaveLength(1)
      expect(await app.client.files(user)).toEqual([])
      socket.destroy()
      await eventually(() => readdir(app.filesDir)).toEqual([])
      await eventually(() => app.deps.database.getRepository(FileEntity).countBy({ userId: user })).toBe(0)
    })

    it('are spared by the sweep what arrives, and rid of what a killed task left', async () => {
      const user = await app.client.newUser()
      const files = app.deps.database.getRepository(FileEntity)
      const row = {
        userId: user,
        name: 'x',
        type: 'text/plain',
        size: 0,
        store: 'file-system' as const,
        storedAt: null,
      }
      const ids = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const
      await files.insert({ ...row, id: ids[0], touchedAt: Date.now() - 121_000 })
      await files.insert({ ...row, id: ids[1], touchedAt: Date.now() - 30_000 })
      await sweepFiles(app.deps)
      expect((await files.findBy({ userId: user })).map(({ id }) => id)).toEqual([ids[1]])
      await files.delete(ids[1])
    })

    it.each(['../../etc/passwd', 'a/b', 'a\\b', '..', 'nul\0', 'two\nlines', ''])(
      'cannot call a file %j',
      async name => {
        const { status } = await app.client.upload(await app.client.newUser(), name, 'x')
        expect(status).toBe(400)
      },
    )

    it('who are not there have no files', async () => {
      expect(await app.client.get(`/api/users/${NOBODY}/files`)).toMatchObject({ status: 404 })
      expect(await app.client.upload(NOBODY, 'x', 'x')).toMatchObject({ status: 404 })
      expect((await app.client.get('/api/users/..%2f/files')).status).toBe(400)
    })
  })
})
