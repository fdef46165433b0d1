import {
  DescribeAccessPointsCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetSecurityGroupsCommand,
  DescribeMountTargetsCommand,
} from '@aws-sdk/client-efs'
import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass, tagMissing, waiting } from './verdicts.ts'

/** A file system of this creation token is available. Gives `fileSystemId`. */
export async function expectFileSystem(
  { aws }: LabAccount,
  { token, lab }: { token: string; lab: string },
): Promise<Verdict> {
  const { FileSystems } = await aws.efs.send(new DescribeFileSystemsCommand({ CreationToken: token }))
  const found = FileSystems?.[0]
  if (!found) {
    return fail('file-system-missing', {
      title: 'No file system yet',
      expected: `a file system of EFS with the creation token ${token}`,
      observed: 'none',
      next: 'Run this step’s commands.',
    })
  }
  const { FileSystemId: fileSystemId = '', FileSystemArn: arn = '', LifeCycleState: state } = found
  const untagged = tagMissing(found.Tags, {
    lab,
    what: `a file system ${fileSystemId}`,
    command: `aws efs tag-resource --resource-id ${fileSystemId} --tags Key=slipway-lab,Value=${lab}`,
  })
  if (untagged) return untagged
  if (state !== 'available') return settling(`file system ${fileSystemId}`, state)
  return pass(`The file system ${fileSystemId} is there.`, { fileSystemId }, [
    { type: 'elasticfilesystem:file-system', id: arn },
  ])
}

/** The file system has a mount target in each of these subnets, behind this security group. */
export async function expectMountTargets(
  { aws }: LabAccount,
  {
    fileSystemId,
    subnets,
    securityGroupId,
  }: { fileSystemId: string; subnets: string[]; securityGroupId: string },
): Promise<Verdict> {
  const { MountTargets = [] } = await aws.efs.send(
    new DescribeMountTargetsCommand({ FileSystemId: fileSystemId }),
  )
  for (const subnet of subnets) {
    const target = MountTargets.find(({ SubnetId }) => SubnetId === subnet)
    if (!target?.MountTargetId) {
      return fail('mount-target-missing', {
        title: 'A zone has no way to the files',
        expected: `a mount target of ${fileSystemId} in each of ${subnets.join(' and ')}`,
        observed: `none in ${subnet}: a task there could not start`,
        next: `Make it: \`aws efs create-mount-target --file-system-id ${fileSystemId} --subnet-id ${subnet} --security-groups ${securityGroupId}\``,
      })
    }
    const { MountTargetId } = target
    const { SecurityGroups = [] } = await aws.efs.send(
      new DescribeMountTargetSecurityGroupsCommand({ MountTargetId }),
    )
    if (!SecurityGroups.includes(securityGroupId)) {
      return fail('mount-target-security-group', {
        title: 'A mount target stands behind another door',
        expected: `the security group ${securityGroupId}, which lets the tasks in on port 2049`,
        observed: `${MountTargetId} has ${SecurityGroups.join(', ')}: a task would wait for it in vain`,
        next: `Give it the right one: \`aws efs modify-mount-target-security-groups --mount-target-id ${MountTargetId} --security-groups ${securityGroupId}\``,
      })
    }
    if (target.LifeCycleState !== 'available') {
      return settling(`mount target ${MountTargetId}`, target.LifeCycleState)
    }
  }
  return pass(`Tasks in ${subnets.length} zones reach the files.`)
}

/** An access point of the file system shows this folder, as this user. Gives `accessPointId`. */
export async function expectAccessPoint(
  { aws }: LabAccount,
  wanted: { fileSystemId: string; folder: string; user: number; lab: string },
): Promise<Verdict> {
  const { fileSystemId, folder, user, lab } = wanted
  const { AccessPoints = [] } = await aws.efs.send(
    new DescribeAccessPointsCommand({ FileSystemId: fileSystemId }),
  )
  const found = AccessPoints.find(({ RootDirectory }) => RootDirectory?.Path === folder) ?? AccessPoints[0]
  const expected = `an access point of ${fileSystemId} to the folder ${folder}, as user ${user}`
  if (!found) {
    return fail('access-point-missing', {
      title: 'No access point yet',
      expected,
      observed: 'none',
      next: 'Run this step’s last command.',
    })
  }
  const { AccessPointId: accessPointId = '', AccessPointArn: arn = '', PosixUser, RootDirectory } = found
  const untagged = tagMissing(found.Tags, {
    lab,
    what: `an access point ${accessPointId}`,
    command: `aws efs tag-resource --resource-id ${accessPointId} --tags Key=slipway-lab,Value=${lab}`,
  })
  if (untagged) return untagged
  if (
    RootDirectory?.Path !== folder ||
    PosixUser?.Uid !== user ||
    RootDirectory.CreationInfo?.OwnerUid !== user
  ) {
    return fail('access-point-user', {
      title: 'It shows something else, or to somebody else',
      expected,
      observed: `the folder ${RootDirectory?.Path}, made for user ${RootDirectory?.CreationInfo?.OwnerUid ?? 'nobody'}, as user ${PosixUser?.Uid ?? 'whoever comes'}`,
      next: `An access point cannot be changed. Delete it: \`aws efs delete-access-point --access-point-id ${accessPointId}\`, and run this step’s last command.`,
    })
  }
  if (found.LifeCycleState !== 'available')
    return settling(`access point ${accessPointId}`, found.LifeCycleState)
  return pass(`The access point ${accessPointId} shows ${folder} as user ${user}.`, { accessPointId }, [
    { type: 'elasticfilesystem:access-point', id: arn },
  ])
}

function settling(what: string, state: string | undefined): Verdict {
  return waiting('file-system-creating', {
    title: 'EFS is at work',
    expected: `the ${what} available`,
    observed: `its state is ${state}`,
    next: 'Wait a moment.',
    retryAfterSeconds: 5,
    aboutSeconds: 90,
  })
}
