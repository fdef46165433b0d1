import { defineMistake } from '../../define.ts'
import reachFiles from '../steps/030-reach-files.ts'

export default defineMistake({
  title: 'The mount targets stand behind the VPC’s own door, which lets no task in',
  step: 'reach-files',
  commands: context =>
    reachFiles.commands(context).map(command => command.replace(/ --security-groups \S+/, '')),
  expect: {
    status: 'fail',
    reason: 'mount-target-security-group',
    next: /aws efs modify-mount-target-security-groups --mount-target-id fsmt-\w+ --security-groups sg-\w+`$/,
  },
  mend: ({ out }) => {
    const { fileSystemId } = out['create-data'] ?? {}
    const { filesGroupId } = out['prepare'] ?? {}
    return [
      `for target in $(aws efs describe-mount-targets --file-system-id ${fileSystemId} --query 'MountTargets[].MountTargetId' --output text); do aws efs modify-mount-target-security-groups --mount-target-id $target --security-groups ${filesGroupId}; done`,
    ]
  },
})
