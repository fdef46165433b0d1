import { execFile, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestBuckets, REGION, type TestBuckets } from './testing/test-buckets.ts'

const programs = ['aws', '/usr/bin/aws'].flatMap(program => {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return status === 0 ? [{ program, version: /aws-cli\/\S+/.exec(stdout)?.[0] ?? program }] : []
})
const different = programs.filter(
  ({ version }, at) => programs.findIndex(one => one.version === version) === at,
)
if (programs.length === 0 && process.env['CI'] === 'true') {
  throw new Error('CI needs the aws command line; Debian and Ubuntu have it as awscli.')
}
const FILES = 20

describe.skipIf(programs.length === 0).each(different)(
  'the real $version (skipped where there is none)',
  ({ program }) => {
    let practice: TestBuckets
    let home: string

    beforeAll(async () => {
      practice = await openTestBuckets()
      home = mkdtempSync(path.join(tmpdir(), 'aws-s3-'))
      mkdirSync(path.join(home, 'site/deep'), { recursive: true })
      for (let at = 0; at < FILES; at++)
        writeFileSync(path.join(home, 'site/deep', `ü ${at}+&.txt`), `file ${at}`)
      writeFileSync(path.join(home, 'site/index.html'), '<h1>hello</h1>')
    })
    afterAll(async () => {
      await practice.close()
      rmSync(home, { recursive: true })
    })

    function aws(...parameters: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
      const env = {
        PATH: process.env['PATH'],
        HOME: home,
        PYENV_VERSION: process.env['PYENV_VERSION'],
        PYTHONUTF8: '1',
        AWS_ACCESS_KEY_ID: practice.key.accessKeyId,
        AWS_SECRET_ACCESS_KEY: practice.key.secretAccessKey,
        AWS_DEFAULT_REGION: REGION,
        AWS_PAGER: '',
      }
      const all = ['--endpoint-url', practice.running.endpoint, '--output', 'json', ...parameters]
      return new Promise(resolve => {
        execFile(program, all, { env, cwd: home }, (error, stdout, stderr) => {
          resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
        })
      })
    }

    async function succeed(...parameters: string[]): Promise<string> {
      const { status, stdout, stderr } = await aws(...parameters)
      expect(status, `aws ${parameters.join(' ')}: ${stderr}`).toBe(0)
      return stdout
    }

    test('mb, sync, ls, presign, rm, rb', async () => {
      await succeed('s3', 'mb', 's3://the-site')
      await succeed('s3', 'sync', 'site', 's3://the-site', '--quiet')
      expect((await succeed('s3', 'ls', 's3://the-site')).replaceAll(/ +|\d{4}\S+ \S+ /g, ' ')).toMatch(
        /PRE deep\/\n.* 14 index.html/,
      )
      expect((await succeed('s3', 'ls', 's3://the-site', '--recursive')).trim().split('\n')).toHaveLength(
        FILES + 1,
      )
      await succeed('s3', 'sync', 's3://the-site', 'back', '--quiet')
      expect(readFileSync(path.join(home, 'back/deep/ü 7+&.txt'), 'utf8')).toBe('file 7')
      const address = (await succeed('s3', 'presign', 's3://the-site/index.html')).trim()
      const answer = await fetch(address)
      expect([await answer.text(), answer.headers.get('content-type')]).toEqual([
        '<h1>hello</h1>',
        'text/html',
      ])
      const refused = await aws('s3', 'rb', 's3://the-site')
      expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('(BucketNotEmpty)')])
      await succeed('s3', 'rm', 's3://the-site/deep', '--recursive', '--quiet')
      await succeed('s3', 'rb', 's3://the-site', '--force')
      expect(await succeed('s3', 'ls')).not.toContain('the-site')
    })

    test('cp in parts, of parts, and back, byte for byte', async () => {
      await succeed('s3', 'mb', 's3://the-parts')
      const content = randomBytes(20 * 1024 * 1024)
      writeFileSync(path.join(home, 'big'), content)
      await succeed('s3', 'cp', 'big', 's3://the-parts/big', '--quiet')
      const head = JSON.parse(
        await succeed('s3api', 'head-object', '--bucket', 'the-parts', '--key', 'big'),
      ) as { ETag: string }
      expect(head.ETag).toMatch(/^"[0-9a-f]{32}-3"$/)
      await succeed('s3', 'cp', 's3://the-parts/big', 's3://the-parts/copy', '--quiet')
      await succeed('s3', 'cp', 's3://the-parts/copy', 'big.back', '--quiet')
      const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
      expect(hash(readFileSync(path.join(home, 'big.back')))).toBe(hash(content))
      await succeed('s3', 'rb', 's3://the-parts', '--force')
    })

    test('a refused upload says why, however large it is', async () => {
      writeFileSync(path.join(home, 'large'), Buffer.alloc(6 * 1024 * 1024))
      const { status, stderr } = await aws('s3', 'cp', 'large', 's3://never-made-bucket/large')
      expect([status, stderr]).toEqual([1, expect.stringContaining('(NoSuchBucket)')])
      expect(stderr).toContain('The specified bucket does not exist')
    })
  },
)
