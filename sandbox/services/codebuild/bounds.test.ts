import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'
import { Builds, submitBuild } from './builds.ts'
import { codebuild } from './store.ts'
import { buildSpec, openBuildLab } from './testing/build-lab.ts'

let running: RunningSandbox

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
})
afterAll(() => running.close())

test('a build that takes too long ends in its phase, and its command with it', async () => {
  const { sandbox } = running
  const lab = await openBuildLab(running)
  await lab.createProject({ source: { type: 'NO_SOURCE', buildspec: buildSpec(['true']) } })
  const done = await lab.build()
  const scope = sandbox.store.scope(lab.accountId, 'eu-west-1')
  const like = codebuild(scope).builds.get(done.id ?? '')
  if (!like) throw new Error('The build that was made is not there.')
  const build = {
    ...like,
    ...{ id: 'app:late', arn: like.arn.replace(like.id, 'app:late'), phases: [], timeoutInMinutes: 60 },
    source: { type: 'NO_SOURCE' as const, buildspec: buildSpec(['sleep 600']) },
    queuedAt: sandbox.clock.time(lab.accountId),
  }
  submitBuild(sandbox, scope, build)
  const builds = new Builds(sandbox, 0)
  builds.add(scope, build)
  const ended = await lab.waitFor('app:late')
  expect(ended.buildStatus).toBe('TIMED_OUT')
  const last = ended.phases?.find(({ phaseStatus }) => phaseStatus === 'TIMED_OUT')
  expect(last?.contexts).toEqual([{ statusCode: 'BUILD_TIMED_OUT', message: 'Build has timed out. ' }])
  await builds.stop()
})

test('where others use the machine too, no build gets its container engine', async () => {
  const shared = await startSandbox({
    ...{ dataDir: ':memory:', runtime: 'process', logLevel: 'silent', privilegedBuilds: 'off' },
  })
  try {
    const lab = await openBuildLab(shared)
    await lab.createProject()
    expect((await lab.build()).buildStatus).toBe('SUCCEEDED')
    const refused = await lab.build({ privilegedModeOverride: true })
    const failed = refused.phases?.find(({ phaseStatus }) => phaseStatus === 'FAILED')
    expect(failed).toMatchObject({
      phaseType: 'PROVISIONING',
      contexts: [
        {
          message: expect.stringMatching(/^This practice account gives builds no container engine/) as string,
        },
      ],
    })
  } finally {
    await shared.close()
  }
})
