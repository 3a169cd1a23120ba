// What the pipelines have in common. Each evaluates this before its `pipeline` block, because Jenkins evaluates the
// directives `options` and `input` before the first stage (ModelInterpreter of pipeline-model-definition): what a stage
// puts into env is null there.

// What only this build may have written; the first checkout of the next build leaves it where it is.
PACKAGES = 'node_modules/.of-build'
MOST_CHANGES = 100
// What a stage is for -> id of credentials in Jenkins, empty where the agents have a role.
CREDENTIALS = [:]

/** Puts what jenkins/environments.json says of this job's environment into env. Needs no agent. */
void begin() {
    Map environments = readJSON(text: readTrusted('jenkins/environments.json'))
    // jobs.groovy: dapf-dev/infra.
    List path = env.JOB_NAME.tokenize('/')
    String folder = path.size() > 1 ? path[-2] : ''
    String name = folder.startsWith('dapf-') ? folder.substring('dapf-'.length()) : ''
    Map found = environments[name]
    if (!found) {
        error "${env.JOB_NAME}: the job has to be in the folder dapf-<environment>, of one of " +
            "${environments.keySet().join(', ')} (jenkins/environments.json)"
    }
    for (String field in ['branch', 'agent', 'approvers']) {
        if (!found[field]) {
            error "jenkins/environments.json: ${name} has no ${field}"
        }
    }
    Map credentials = credentialsOf(found.credentials ?: '')
    for (String purpose in ['plan', 'deploy', 'run']) {
        if (credentials[purpose] == null) {
            error "jenkins/environments.json: ${name} has no credentials for ${purpose}"
        }
        CREDENTIALS[purpose] = credentials[purpose]
    }
    env.TARGET = name
    env.TARGET_BRANCH = found.branch
    env.TARGET_AGENT = found.agent
    env.TARGET_APPROVERS = found.approvers
}

/** Puts the commit of the build's first checkout, and its packages, into the workspace. */
void prepare() {
    if (env.COMMIT) {
        checkout scmGit(branches: [[name: env.COMMIT]], userRemoteConfigs: scm.userRemoteConfigs,
            extensions: scm.extensions)
    } else {
        // A checkout that a pipeline makes itself tells the branch, but leaves env.GIT_BRANCH empty.
        Map tip = checkout(scm)
        String branch = tip.GIT_BRANCH - 'origin/'
        if (branch != env.TARGET_BRANCH) {
            error "${env.TARGET} is of the branch ${env.TARGET_BRANCH} (jenkins/environments.json), not of ${branch}"
        }
        env.COMMIT = tip.GIT_COMMIT
    }
    if (!fileExists(PACKAGES) || readFile(PACKAGES) != env.BUILD_TAG) {
        sh 'npm ci'
        writeFile file: PACKAGES, text: env.BUILD_TAG
    }
}

/** Each purpose has its own. */
Map credentialsOf(Map given) {
    return given
}

/** One for all. */
Map credentialsOf(String given) {
    return [plan: given, deploy: given, run: given]
}

/** Runs a body with the credentials for `plan`, `deploy` or `run`; without any, the agent has to have a role. */
void withAccount(String purpose, Closure body) {
    String id = CREDENTIALS[purpose]
    if (id) {
        withCredentials([aws(credentialsId: id)], body)
    } else {
        body()
    }
}

/** Saves what dapf says about a plan and, for later stages only, the plan itself: it may hold secrets. */
void keep(String plan) {
    archiveArtifacts artifacts: "${plan}.json", fingerprint: true
    stash name: plan, includes: "${plan}*"
}

/** What a plan does, for those who decide about it: environment, counts, gate, changes. Empty when it does nothing. */
String review(String file) {
    Map plan = readJSON(file: "${file}.json").plan
    if (!plan.hasChanges) {
        return ''
    }
    List parts = []
    Map words = [create: 'create', update: 'change', replace: 'replace', delete: 'destroy', move: 'move',
        import: 'import', forget: 'forget']
    for (String action in words.keySet()) {
        int count = plan.changes.count { change -> change.action == action }
        if (count > 0 || action in ['create', 'update', 'delete']) {
            parts << "${count} to ${words[action]}"
        }
    }
    List lines = plan.changes.take(MOST_CHANGES).collect { change -> "${change.action} ${change.address}" }
    if (plan.changes.size() > MOST_CHANGES) {
        lines << "and ${plan.changes.size() - MOST_CHANGES} more, in ${file}.json of this build"
    }
    lines += plan.changedOutputs.collect { output -> "output ${output}" }
    return (["${plan.environment}: ${parts.join(', ')}", gateOf(plan), ''] + lines).join('\n')
}

/** What dapf's gate says. A plan for deploying it has stopped before; one for destroying is only a look to it. */
String gateOf(Map plan) {
    if (plan.losses) {
        List options = plan.losses.collect { loss -> "--allow-destroy ${loss.address}" }
        return "REFUSED by the gate: what holds data, history or keys would be lost. If it may:\n${options.join('\n')}"
    }
    return params.ALLOW_DESTROY
        ? "Passed by the gate with ${params.ALLOW_DESTROY}"
        : 'Passed by the gate: nothing is lost that holds data, history or keys'
}

/** Refuses what dapf would refuse after the approval. */
void refuseLosses(String file) {
    Map plan = readJSON(file: "${file}.json").plan
    if (plan.losses) {
        error "${plan.environment}: ${gateOf(plan)}"
    }
}

/** Waits, without an agent, until somebody who may has agreed. */
void approve(String verb, String text) {
    String who = input(message: "${verb} this?\n${text}", ok: verb, submitter: env.TARGET_APPROVERS,
        submitterParameter: 'APPROVED_BY')
    echo "Approved by ${who}"
}

return this
