"""What the fixes of Step Functions know of AWS: integrations, their parameters, answers, errors and jobs, and results of maps."""
