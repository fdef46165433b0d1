import { expectBuildProject } from '../../assertions/expect-build-project.ts'
import { defineStep } from '../../define.ts'
import { bucketName, createProject, KEY, LAB, PROJECT, setEnvironment } from '../names.ts'

export default defineStep({
  title: 'Create the project',
  needs: ['create-repository', 'create-role'],
  commands: context => [createProject(context)],
  check: account =>
    expectBuildProject(account, {
      name: PROJECT,
      lab: LAB,
      source: `${bucketName(account)}/${KEY}`,
      roleArn: account.out['create-role']?.['roleArn'] ?? '',
      variables: { REPOSITORY_URI: account.out['create-repository']?.['repositoryUri'] ?? '' },
      create: createProject({ ...account, images: '' }),
      setEnvironment: setEnvironment(account),
    }),
  hints: [
    'A project says what to build, on what machine, and as whom. How it is built stands in the buildspec, beside the code.',
    'Builds run in a container themselves. docker in there needs privilegedMode=true.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['codebuild:BatchGetProjects'],
})
