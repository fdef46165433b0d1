import * as cb from '@aws-sdk/client-codebuild'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'
import { buildSpec, IMAGE, openBuildLab, type BuildLab } from './testing/build-lab.ts'

let running: RunningSandbox
let lab: BuildLab

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'warn' })
})
afterAll(() => running.close())
beforeEach(async () => {
  lab = await openBuildLab(running)
})

const phase = (build: cb.Build, type: string) => build.phases?.find(({ phaseType }) => phaseType === type)
const failed = (build: cb.Build) =>
  build.phases
    ?.filter(({ phaseStatus }) => phaseStatus && phaseStatus !== 'SUCCEEDED')
    .map(({ phaseType, phaseStatus, contexts }) => ({ phaseType, phaseStatus, ...contexts?.[0] }))

describe('a build', () => {
  test('goes through all phases, and its artifact is a zip in the bucket', async () => {
    const location = await lab.putSource({
      'buildspec.yml': `version: 0.2
env:
  variables: { GREETING: hello }
  exported-variables: [VERSION]
phases:
  install:
    commands: [cd src, 'NOTE="it is $GREETING"']
  pre_build:
    commands: ['echo "$NOTE in $(basename "$PWD")"', 'VERSION=1.$CODEBUILD_BUILD_NUMBER']
  build:
    commands:
      - mkdir out && cp a.txt out/ && echo "$CODEBUILD_BUILD_SUCCEEDING" > out/b.txt
    finally: [echo always]
artifacts:
  base-directory: src/out
  files: ['**/*']
`,
      'src/a.txt': 'a',
    })
    await lab.createProject({
      source: { type: 'S3', location },
      artifacts: { type: 'S3', location: lab.bucket, name: 'out.zip', packaging: 'ZIP', path: 'made' },
    })
    const build = await lab.build()
    expect(failed(build)).toEqual([])
    expect(build).toMatchObject({
      ...{ buildStatus: 'SUCCEEDED', currentPhase: 'COMPLETED', buildNumber: 1, initiator: 'learner' },
      exportedEnvironmentVariables: [{ name: 'VERSION', value: '1.1' }],
      artifacts: { location: `arn:aws:s3:::${lab.bucket}/made/out.zip` },
      logs: { groupName: '/aws/codebuild/app', streamName: build.id?.split(':')[1] },
    })
    expect(build.phases?.map(({ phaseType }) => phaseType)).toEqual([
      ...['SUBMITTED', 'QUEUED', 'PROVISIONING', 'DOWNLOAD_SOURCE', 'INSTALL', 'PRE_BUILD', 'BUILD'],
      ...['POST_BUILD', 'UPLOAD_ARTIFACTS', 'FINALIZING', 'COMPLETED'],
    ])
    const { Body } = await lab.s3.send(new GetObjectCommand({ Bucket: lab.bucket, Key: 'made/out.zip' }))
    const files = unzipSync((await Body?.transformToByteArray()) ?? new Uint8Array())
    expect(
      Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString().trim()]),
    ).toEqual([
      ['a.txt', 'a'],
      ['b.txt', '1'],
    ])
    const log = await lab.log(build)
    expect(log).toMatch(
      /^\[Container\] \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{6} Running on the practice account: processes/,
    )
    expect(log).toContain('\nit is hello in src\n')
    expect(log).toMatch(/Running command echo always\nalways\n/)
    expect(log).toContain('Phase complete: UPLOAD_ARTIFACTS State: SUCCEEDED')
  })

  test('whose command fails says which, runs POST_BUILD, and has failed', async () => {
    const spec = buildSpec(
      ['echo before', 'exit 3', 'echo never'],
      '  post_build:\n    commands: [echo after $CODEBUILD_BUILD_SUCCEEDING]\n',
    )
    await lab.createProject({ source: { type: 'NO_SOURCE', buildspec: spec } })
    const build = await lab.build()
    expect(build.buildStatus).toBe('FAILED')
    expect(failed(build)).toEqual([
      {
        ...{ phaseType: 'BUILD', phaseStatus: 'FAILED', statusCode: 'COMMAND_EXECUTION_ERROR' },
        message: 'Error while executing command: exit 3. Reason: exit status 3',
      },
    ])
    const log = await lab.log(build)
    expect(log).toContain('\nafter 0\n')
    expect(log).not.toContain('never')
  })

  test.each([
    ['pre_build', '', ['PRE_BUILD'], false],
    ['pre_build', 'CONTINUE', ['PRE_BUILD'], true],
    ['build', 'ABORT', ['BUILD'], false],
  ])('whose %s fails with on-failure %s goes on as it says', async (name, onFailure, phases, goesOn) => {
    const later = name === 'build' ? 'post_build' : 'build'
    const how = onFailure ? `    on-failure: ${onFailure}\n` : ''
    const buildspec = `version: 0.2\nphases:\n  ${name}:\n${how}    commands: ['false']\n  ${later}:\n    commands: [echo went on]\n`
    await lab.createProject({ source: { type: 'NO_SOURCE', buildspec } })
    const build = await lab.build()
    expect(failed(build)?.map(({ phaseType }) => phaseType)).toEqual(phases)
    expect(phase(build, later.toUpperCase()) !== undefined).toBe(goesOn)
    expect(phase(build, 'UPLOAD_ARTIFACTS') !== undefined).toBe(goesOn)
  })

  test.each([
    ['a: [b', 'YAML_FILE_ERROR', /at line 1$/],
    ['phases: { build: { commands: [a] } }', 'YAML_FILE_ERROR', /version: 0\.2/],
    ['version: 0.2\nphases:\n  bild:\n    commands: [a]', 'YAML_FILE_ERROR', /unknown phase bild/],
    [
      'version: 0.2\nphases:\n  build:\n    commands:\n      - echo: 1',
      'YAML_FILE_ERROR',
      /^Expected Commands\[0\] to be of string type: found subkeys instead/,
    ],
    [
      'version: 0.2\nphases:\n  build:\n    on-failure: ABORT',
      'YAML_FILE_ERROR',
      /^No commands found for phase name: build$/,
    ],
  ])('with the buildspec %j fails in DOWNLOAD_SOURCE', async (buildspec, statusCode, message) => {
    await lab.createProject({ source: { type: 'NO_SOURCE', buildspec } })
    const build = await lab.build()
    expect(failed(build)).toEqual([
      {
        phaseType: 'DOWNLOAD_SOURCE',
        phaseStatus: 'FAILED',
        statusCode,
        message: expect.stringMatching(message) as string,
      },
    ])
    expect(build.buildStatus).toBe('FAILED')
  })

  test('without a buildspec in its source says where it looked', async () => {
    await lab.createProject({ source: { type: 'S3', location: await lab.putSource({ 'a.txt': 'a' }) } })
    expect(failed(await lab.build())).toMatchObject([
      {
        statusCode: 'YAML_FILE_ERROR',
        message: expect.stringMatching(
          /^stat \/.*\/src\d+\/src\/buildspec\.yml: no such file or directory$/,
        ) as string,
      },
    ])
  })

  test('acts as its role: what that may not, the build may not, and its keys are in no log', async () => {
    const serviceRole = await lab.createRole('poor', ['logs:*'])
    const location = await lab.putSource({ 'buildspec.yml': buildSpec(['true']) })
    await lab.createProject({ serviceRole, source: { type: 'S3', location } })
    expect(failed(await lab.build())).toMatchObject([
      {
        phaseType: 'DOWNLOAD_SOURCE',
        statusCode: 'CLIENT_ERROR',
        message: expect.stringMatching(
          /^AccessDenied: .* status code: 403, request id: \S+ for primary source and source version arn:aws:s3:::\S+\/source\.zip$/,
        ) as string,
      },
    ])
    const buildspecOverride = buildSpec(['env', 'echo "role ${AWS_SHARED_CREDENTIALS_FILE##*/}"'])
    const build = await lab.build({ sourceTypeOverride: 'NO_SOURCE', buildspecOverride })
    expect(failed(build)).toEqual([])
    const log = await lab.log(build)
    expect(log).toContain('role credentials')
    expect(log).not.toMatch(/ASIA|AWS_SECRET|AWS_SESSION_TOKEN/)
  })

  test('of a role that may not write logs does not begin', async () => {
    await lab.createProject({ serviceRole: await lab.createRole('mute', ['s3:*']) })
    const build = await lab.build()
    expect(failed(build)).toEqual([
      {
        ...{ phaseType: 'PROVISIONING', phaseStatus: 'FAILED', statusCode: 'ACCESS_DENIED' },
        message: expect.stringMatching(
          /^Service role \S+\/mute does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build \S+\. Error message: User: \S+ is not authorized to perform: logs:CreateLogGroup/,
        ) as string,
      },
    ])
  })

  test('is stopped in the middle of a command', async () => {
    await lab.createProject({ source: { type: 'NO_SOURCE', buildspec: buildSpec(['sleep 600']) } })
    const { build } = await lab.codebuild.send(new cb.StartBuildCommand({ projectName: 'app' }))
    expect(build).toMatchObject({ currentPhase: 'QUEUED', buildStatus: 'IN_PROGRESS', buildComplete: false })
    await lab.waitFor(build?.id ?? '', ({ currentPhase }) => currentPhase === 'BUILD')
    const stopped = await lab.codebuild.send(new cb.StopBuildCommand({ id: build?.id }))
    expect(stopped.build).toMatchObject({ buildStatus: 'STOPPED', currentPhase: 'COMPLETED' })
    expect(failed(stopped.build ?? {})).toMatchObject([{ phaseType: 'BUILD', phaseStatus: 'STOPPED' }])
  })

  test('waits while two others of its account run, and can be stopped there', async () => {
    await lab.createProject({ source: { type: 'NO_SOURCE', buildspec: buildSpec(['sleep 600']) } })
    const ids: string[] = []
    for (let count = 0; count < 3; count++) {
      const { build } = await lab.codebuild.send(new cb.StartBuildCommand({ projectName: 'app' }))
      ids.push(build?.id ?? '')
    }
    const [first = '', second = '', third = ''] = ids
    await lab.waitFor(first, ({ currentPhase }) => currentPhase === 'BUILD')
    const { builds } = await lab.codebuild.send(new cb.BatchGetBuildsCommand({ ids: [third, 'app:absent'] }))
    expect(builds?.[0]?.currentPhase).toBe('QUEUED')
    const { build } = await lab.codebuild.send(new cb.StopBuildCommand({ id: third }))
    expect(failed(build ?? {})).toMatchObject([{ phaseType: 'QUEUED', phaseStatus: 'STOPPED' }])
    const running = await lab.codebuild.send(new cb.BatchDeleteBuildsCommand({ ids: [first, third] }))
    expect(running).toMatchObject({
      buildsDeleted: [build?.arn],
      buildsNotDeleted: [{ id: first, statusCode: 'BUILD_IN_PROGRESS' }],
    })
    for (const id of [first, second]) await lab.codebuild.send(new cb.StopBuildCommand({ id }))
    const left = await lab.codebuild.send(new cb.ListBuildsForProjectCommand({ projectName: 'app' }))
    expect(left.ids).toEqual([second, first])
  })
})

describe('a project', () => {
  test('is made, changed, found by its tag, and deleted', async () => {
    await lab.createProject({ tags: [{ key: 'team', value: 'a' }] })
    await lab.codebuild.send(
      new cb.UpdateProjectCommand({ name: 'app', description: 'new', timeoutInMinutes: 10 }),
    )
    const { projects, projectsNotFound } = await lab.codebuild.send(
      new cb.BatchGetProjectsCommand({ names: ['app', 'none'] }),
    )
    expect(projects).toMatchObject([
      {
        ...{ name: 'app', description: 'new', timeoutInMinutes: 10, queuedTimeoutInMinutes: 480 },
        ...{
          arn: `arn:aws:codebuild:eu-west-1:${lab.accountId}:project/app`,
          tags: [{ key: 'team', value: 'a' }],
        },
        environment: { image: IMAGE, privilegedMode: false, imagePullCredentialsType: 'CODEBUILD' },
      },
    ])
    expect(projectsNotFound).toEqual(['none'])
    await expect(lab.createProject()).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: `Project already exists: arn:aws:codebuild:eu-west-1:${lab.accountId}:project/app`,
    })
    await lab.codebuild.send(new cb.DeleteProjectCommand({ name: 'app' }))
    expect((await lab.codebuild.send(new cb.ListProjectsCommand({}))).projects).toEqual([])
    await expect(lab.build()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Project cannot be found: arn:aws:codebuild:eu-west-1:${lab.accountId}:project/app`,
    })
  })

  const environment = { type: 'LINUX_CONTAINER', image: IMAGE, computeType: 'BUILD_GENERAL1_SMALL' } as const
  test.each<[string, Partial<cb.CreateProjectCommandInput>, string | RegExp]>([
    [
      'a source nobody has',
      { source: { type: 'CVS' as 'S3' } },
      'Invalid type provided: Project source type',
    ],
    ['no location', { source: { type: 'S3' } }, 'Project source location is required'],
    [
      'a buildspec by name without a source',
      { source: { type: 'NO_SOURCE', buildspec: 'buildspec.yml' } },
      /buildspec as text/,
    ],
    ['artifacts nowhere', { artifacts: { type: 'S3' } }, /location must be set/],
    ['too short a time', { timeoutInMinutes: 1 }, /Value '1' at 'timeoutInMinutes'/],
    [
      'a variable without a name',
      { environment: { ...environment, environmentVariables: [{ name: '1', value: '' }] } },
      /variable name/,
    ],
  ])('is refused with %s', async (_what, more, message) => {
    await expect(lab.createProject(more)).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    })
  })

  test('is refused with a role that CodeBuild may not assume, and says of GitHub what serves instead', async () => {
    const serviceRole = await lab.createRole('tasks', ['s3:*'], 'ecs-tasks.amazonaws.com')
    await expect(lab.createProject({ serviceRole })).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: `CodeBuild is not authorized to perform: sts:AssumeRole on ${serviceRole}`,
    })
    const source = { type: 'GITHUB' as const, location: 'https://github.com/a/b' }
    await expect(lab.createProject({ source })).rejects.toMatchObject({
      message: expect.stringContaining('put a zip of the source into a bucket') as string,
    })
  })
})
