import Findings
print(Fingerprint(rule: "a", secret: [1], key: [2]))
