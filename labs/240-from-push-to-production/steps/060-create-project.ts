import { expectBuildProject } from '../../assertions/expect-build-project.ts'
import { expectLogGroup } from '../../assertions/expect-log-group.ts'
import { expectRolePolicy } from '../../assertions/expect-role-policy.ts'
import { expectServiceRole } from '../../assertions/expect-service-role.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { BUILD_LOG, BUILD_ROLE, bucketName, KEY, LAB, place, PROJECT, roleArn } from '../names.ts'
import { createProject, createRoleAndProject, environment, variablesOf } from '../project-commands.ts'

const UNKNOWN = '‹images›'

export default defineStep({
  title: 'A project that tests, builds and deploys',
  needs: ['prepare', 'create-source'],
  commands: context => createRoleAndProject(context, context.images),
  check: account => {
    const { accountId, region } = account
    const { IMAGES: _, ...variables } = variablesOf(account, UNKNOWN)
    const service = `arn:aws:ecs:${region}:${accountId}:service/${place.name}/${place.name}`
    return allOf(
      () =>
        expectServiceRole(account, {
          ...{ name: BUILD_ROLE, service: 'codebuild.amazonaws.com', lab: LAB },
          trustFile: 'codebuild-trust-policy.json',
        }),
      () =>
        expectRolePolicy(account, {
          role: BUILD_ROLE,
          policy: 'build',
          allows: [
            {
              action: 'ecr:PutImage',
              resource: `arn:aws:ecr:${region}:${accountId}:repository/${place.name}`,
            },
            { action: 'ecs:UpdateService', resource: service },
            { action: 'iam:PassRole', resource: roleArn(account, place.executionRole) },
          ],
        }),
      () => expectLogGroup(account, { name: BUILD_LOG, lab: LAB }),
      async () => {
        const verdict = await expectBuildProject(account, {
          ...{ name: PROJECT, lab: LAB, source: `${bucketName(account)}/${KEY}`, variables },
          roleArn: roleArn(account, BUILD_ROLE),
          create: createProject(account, UNKNOWN),
          setEnvironment: `aws codebuild update-project --name ${PROJECT} ${environment(account, UNKNOWN)}`,
        })
        // The check does not know under which name the workshop's images are; the step's own command does.
        if (verdict.status !== 'fail' || !verdict.next.includes(UNKNOWN)) return verdict
        const next = `If it is there, delete it: \`aws codebuild delete-project --name ${PROJECT}\`. Then run the last of this step’s commands.`
        return { ...verdict, next }
      },
    )
  },
  hints: [
    'The build’s role may do what its buildspec does: push to one repository, change one service.',
    'Who registers a task definition gives its roles to the tasks. That is iam:PassRole, and it is asked for by itself.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [
    ...['iam:GetRole', 'iam:GetRolePolicy', 'logs:DescribeLogGroups', 'logs:ListTagsForResource'],
    'codebuild:BatchGetProjects',
  ],
})
