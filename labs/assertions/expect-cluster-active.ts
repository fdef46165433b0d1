import { DescribeClustersCommand } from '@aws-sdk/client-ecs'
import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass, tagMissing, waiting } from './verdicts.ts'

/** A cluster of that name is there and ACTIVE. Gives `clusterArn`. */
export async function expectClusterActive(
  { aws, region }: LabAccount,
  { name, lab }: { name: string; lab: string },
): Promise<Verdict> {
  const { clusters } = await aws.ecs.send(
    new DescribeClustersCommand({ clusters: [name], include: ['TAGS'] }),
  )
  const cluster = clusters?.[0]
  const expected = `a cluster named ${name} in ${region}, ACTIVE`
  if (!cluster || cluster.status === 'INACTIVE' || cluster.status === 'DEPROVISIONING') {
    return fail('cluster-missing', {
      title: 'No cluster yet',
      expected,
      observed: cluster ? `a deleted one, ${cluster.status}` : 'no cluster of that name',
      next: `Run this step’s command. If it printed an error, read its last line: it often names a spelling mistake or another region than ${region}.`,
    })
  }
  const clusterArn = cluster.clusterArn ?? ''
  const untagged = tagMissing(cluster.tags, {
    lab,
    what: `a cluster named ${name}`,
    command: `aws ecs tag-resource --resource-arn ${clusterArn} --tags key=slipway-lab,value=${lab}`,
  })
  if (untagged) return untagged
  if (cluster.status !== 'ACTIVE') {
    return waiting('cluster-provisioning', {
      title: 'The cluster is being made',
      expected,
      observed: `the cluster is ${cluster.status}`,
      next: 'Wait, it takes a few seconds.',
      retryAfterSeconds: 3,
      aboutSeconds: 10,
    })
  }
  return pass(`The cluster ${name} is ACTIVE.`, { clusterArn }, [{ type: 'ecs:cluster', id: clusterArn }])
}
