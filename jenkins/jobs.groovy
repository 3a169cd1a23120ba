// Job DSL: a folder for each environment, with its three pipelines on its branch.
// REPOSITORY_URL and CREDENTIALS_ID are variables of the seed job.
import groovy.json.JsonSlurper

Map environments = new JsonSlurper().parseText(readFileFromWorkspace('jenkins/environments.json'))
Map pipelines = [
    'infra': 'Plans and applies the infrastructure',
    'model': 'Runs training or inferencing',
    'code-sync': 'Puts scripts and images in place',
]

environments.each { environmentName, environment ->
    folder("dapf-${environmentName}") {
        description("dapf: ${environmentName}, from the branch ${environment.branch}")
    }
    pipelines.each { pipelineName, purpose ->
        pipelineJob("dapf-${environmentName}/${pipelineName}") {
            description(purpose)
            // Also here: a seed takes away what a build has added by its Jenkinsfile.
            if (pipelineName == 'model') {
                properties {
                    pipelineTriggers {
                        triggers {
                            cron { spec('TZ=UTC\n0 0 27 * *') }
                        }
                    }
                }
            }
            definition {
                cpsScm {
                    scm {
                        git {
                            remote {
                                url(REPOSITORY_URL)
                                credentials(CREDENTIALS_ID)
                            }
                            branch("*/${environment.branch}")
                        }
                    }
                    scriptPath("jenkins/${pipelineName}.Jenkinsfile")
                }
            }
        }
    }
}
