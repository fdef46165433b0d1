import type { WithoutEffect } from '../../gateway/service.ts'

const service = {
  availabilityZoneRebalancing: 'kept, shown',
  gatewayConnectors: 'not kept',
  monitoring: 'not kept',
  'deploymentConfiguration.earlySuccessCriteria': 'kept, shown',
}

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateCluster: {
    configuration:
      'executeCommandConfiguration: sessions are logged to CloudWatch Logs, at their end; kmsKeyId, S3 and encryption are kept, shown, and there is no managed storage',
    settings: 'containerInsights: enhanced writes what enabled does; no metrics of network and storage',
  },
  CreateService: { ...service, role: 'the service-linked role is used' },
  ExecuteCommand: {
    command:
      'in a container it runs as root, as on AWS; as a process it is a shell of this machine, of the user who runs the practice account, with the environment and the folder of the task',
  },
  PutAccountSetting: { '*': 'kept, shown; only tagging and ARN formats are in force, as they are on AWS' },
  RegisterContainerInstance: {
    'instanceIdentityDocumentSignature, platformDevices':
      'not checked, not kept: this machine is the instance',
  },
  RegisterTaskDefinition: {
    'pidMode, ipcMode': 'each container has its own',
    'proxyConfiguration, inferenceAccelerators, enableFaultInjection': 'kept, shown',
    runtimePlatform: 'kept, shown: tasks run as this machine is',
    'volumes[].efsVolumeConfiguration.transitEncryption, transitEncryptionPort, authorizationConfig.iam':
      'checked, kept, shown: nothing leaves this machine, and no file system policy is asked',
    'volumes[].dockerVolumeConfiguration':
      'driver, driverOpts and labels: a folder of the instance is mounted',
    'containerDefinitions[].startTimeout, versionConsistency': 'kept, shown',
    'containerDefinitions[].links, hostname, dnsServers, dnsSearchDomains, extraHosts, disableNetworking':
      'kept, shown',
    'containerDefinitions[].privileged, dockerSecurityOptions, systemControls, interactive, pseudoTerminal':
      'kept, shown',
    'containerDefinitions[].linuxParameters':
      'devices, maxSwap and swappiness: kept, shown; the rest is in force in containers, as a process only initProcessEnabled',
    'containerDefinitions[].ulimits, dockerLabels, user, readonlyRootFilesystem':
      'in force in containers, not as a process',
    'containerDefinitions[].repositoryCredentials, credentialSpecs, firelensConfiguration, resourceRequirements':
      'kept, shown',
    'containerDefinitions[].logConfiguration': 'log drivers other than awslogs write nowhere',
  },
  RunTask: {
    referenceId: 'not kept',
    'overrides.inferenceAcceleratorOverrides, overrides.containerOverrides[].resourceRequirements':
      'not in force',
  },
  StartTask: { referenceId: 'not kept', volumeConfigurations: 'not kept' },
  UpdateService: service,
}
