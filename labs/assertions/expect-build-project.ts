import { BatchGetProjectsCommand } from '@aws-sdk/client-codebuild'
import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

export interface ExpectedProject {
  name: string
  lab: string
  /** `bucket/key` of its source. */
  source: string
  roleArn: string
  /** Names and values that its builds must be given. */
  variables: Record<string, string>
  /** The command that makes it, and the one that sets its environment. */
  create: string
  setEnvironment: string
}

/** A project of CodeBuild that builds images. Gives `projectArn`. */
export async function expectBuildProject({ aws }: LabAccount, wanted: ExpectedProject): Promise<Verdict> {
  const { name, lab, source, roleArn, variables, create, setEnvironment } = wanted
  const { projects } = await aws.codebuild.send(new BatchGetProjectsCommand({ names: [name] }))
  const [project] = projects ?? []
  if (!project) {
    return fail('project-missing', {
      title: 'No project yet',
      expected: `a project ${name}`,
      observed: 'none of that name',
      next: `“CodeBuild is not authorized to perform: sts:AssumeRole” means that the role is a few seconds old, or trusts somebody else. Create it: \`${create}\``,
    })
  }
  const { arn = '', environment } = project
  const untagged = tagMissing(project.tags, {
    lab,
    what: `a project ${name}`,
    command: `aws codebuild update-project --name ${name} --tags key=slipway-lab,value=${lab}`,
  })
  if (untagged) return untagged
  if (project.source?.location !== source) {
    return fail('other-source', {
      title: 'It builds from somewhere else',
      expected: `the source ${source}`,
      observed: project.source?.location || (project.source?.type ?? 'none'),
      next: `Say where its source is: \`aws codebuild update-project --name ${name} --source type=S3,location=${source}\``,
    })
  }
  if (project.serviceRole !== roleArn) {
    return fail('other-role', {
      title: 'It has another role',
      expected: `the service role ${roleArn}`,
      observed: project.serviceRole ?? 'none',
      next: `Give it that role: \`aws codebuild update-project --name ${name} --service-role ${roleArn}\``,
    })
  }
  if (environment?.privilegedMode !== true) {
    return fail('not-privileged', {
      title: 'Its builds cannot use Docker',
      expected: 'an environment with privilegedMode=true',
      observed: 'privilegedMode is false, as it is unless you say otherwise: docker would find no daemon',
      next: `Allow it: \`${setEnvironment}\``,
    })
  }
  const missing = Object.entries(variables).find(
    ([variable, value]) =>
      !environment.environmentVariables?.some(one => one.name === variable && one.value === value),
  )
  if (missing) {
    return fail('variable-missing', {
      title: 'Its builds lack a variable',
      expected: `${missing[0]}=${missing[1]} among its environmentVariables`,
      observed:
        environment.environmentVariables?.map(one => `${one.name}=${one.value}`).join(', ') || 'no variables',
      next: `Set it: \`${setEnvironment}\``,
    })
  }
  return pass(`The project ${name} builds ${source} as ${roleArn.split('/').at(-1)}.`, { projectArn: arn }, [
    { type: 'codebuild:project', id: arn },
  ])
}
