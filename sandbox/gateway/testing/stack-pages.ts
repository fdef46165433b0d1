import * as cloudformation from '@aws-sdk/client-cloudformation'

/** What CloudFormation's lists want to be asked about, for the walk over every page. */
export const stackInputs: Record<string, object> = {
  DescribeChangeSet: { StackName: 'aa', ChangeSetName: 'aa' },
  DescribeStackEvents: { StackName: 'aa' },
  DescribeStackResourceDrifts: { StackName: 'aa' },
  ListChangeSets: { StackName: 'aa' },
  ListImports: { ExportName: 'every-page-aa' },
  ListStackResources: { StackName: 'aa' },
}

/** Makes stacks, a change set, and exports that another stack imports. */
export async function seedStacks(config: object, names: string[]): Promise<void> {
  const client = new cloudformation.CloudFormationClient(config)
  const resources = (value: unknown) => ({
    Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle', Metadata: { value } },
  })
  const settled = async (StackName: string) => {
    for (;;) {
      const { Stacks = [] } = await client.send(new cloudformation.DescribeStacksCommand({ StackName }))
      if (!Stacks[0]?.StackStatus?.endsWith('IN_PROGRESS')) return
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
  for (const name of names) {
    const Outputs = { Name: { Value: name, Export: { Name: `every-page-${name}` } } }
    const TemplateBody = JSON.stringify({ Resources: resources(name), Outputs })
    await client.send(new cloudformation.CreateStackCommand({ StackName: name, TemplateBody }))
    await settled(name)
  }
  const Outputs = { Name: { Value: { 'Fn::ImportValue': 'every-page-aa' } } }
  const importing = JSON.stringify({ Resources: resources('importing'), Outputs })
  await client.send(
    new cloudformation.CreateStackCommand({ StackName: 'importing', TemplateBody: importing }),
  )
  await settled('importing')
  const TemplateBody = JSON.stringify({ Resources: resources('changed') })
  await client.send(
    new cloudformation.CreateChangeSetCommand({ StackName: 'aa', ChangeSetName: 'aa', TemplateBody }),
  )
}
