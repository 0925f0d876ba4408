import type { Text } from "../text";

/** Planning a ceremony, which an operator then orders. */
export const ceremonies = {
    "plan.title": "Plan a ceremony",
    "plan.lead":
        "No screen starts one: nodes take it from an operator's own key alone, so that control cannot. Here " +
            "you see what would change, and get the command.",
    "plan.kind": "What is to happen",
    "plan.wish": "Ceremony",
    "plan.choose": "Choose one",
    "plan.kind.generate": "Generate: make a new key",
    "plan.kind.refresh": "Refresh: make all shares of a key anew",
    "plan.kind.reshare": "Reshare: change who holds shares, or how many must agree",
    "plan.kind.leave": "A member leaves",
    "plan.kind.repair": "Repair: give a lost share back",
    "plan.what.generate":
        "The nodes that you name make a key together. No machine ever has it whole. Afterwards it needs a " +
            "backup at each node and a vault.",
    "plan.what.refresh":
        "Everybody who holds a share gets another one of the same key. What was stolen or copied before is " +
            "worth nothing afterwards. Nodes do this by themselves every 30 days; do it at once when somebody " +
            "who could read a share has left, or after an incident.",
    "plan.what.reshare":
        "The key moves to other holders or to another condition. Some of the old holders deal, the new ones " +
            "receive. Shares of before are worth nothing once all holders are in the new epoch. To another " +
            "condition than now, nodes of a workspace do so only where the document of places names it for " +
            "this key (trees), which takes two people and a day.",
    "plan.what.leave":
        "A node gets no share any more, and does not deal, so that it cannot spoil it. Put it in quarantine " +
            "first if its share may be in wrong hands. In a workspace the document of places has to name the " +
            "condition without it (trees), which takes two people and a day. Of a person who leaves and no " +
            "node, plan a refresh instead, and remove the person on the page of people.",
    "plan.what.repair":
        "A node that lost its store gets its share back from the others, without its backup. It has the " +
            "same value as before: refresh afterwards if the lost disk may be read by somebody.",
    "plan.key": "Key",
    "plan.key.one": "{key}, epoch {epoch}",
    "plan.lost": "Who lost its share",
    "plan.leaver": "Who leaves",
    "plan.tree": "Who can sign afterwards",
    "plan.tree.lead": "Such as 2 of (a, b, c), or all(risk, any(client, backup))",
    "plan.scheme": "Kind of key",
    "plan.scheme.ECDSA_SECP256K1": "ECDSA on secp256k1: Ethereum and its kin, Bitcoin",
    "plan.scheme.FROST_BIP340": "FROST with Taproot: Bitcoin",
    "plan.scheme.FROST_ED25519": "FROST on Ed25519: Solana",
    "plan.dealers": "Who deals",
    "plan.dealers.lead":
        "Of those who hold shares now; all who stay if you choose nobody. They must be able to sign together.",
    "plan.cause": "Why now",
    "plan.cause.unsaid": "not said",
    "plan.cause.schedule": "as planned",
    "plan.cause.personnel": "somebody left",
    "plan.cause.incident": "after an incident: shares in quarantine too",
    "plan.reason.lead": "In words, for the nodes' logs",
    "plan.preview": "What would change",
    "plan.preview.lead": "By what nodes say of themselves, as control carries it. The command asks the nodes again.",
    "plan.before": "Can sign now, epoch {epoch}",
    "plan.afterwards": "Can sign afterwards, epoch {epoch}",
    "plan.address.stays": "The public key stays, and so does every address. Nothing has to be moved on a chain.",
    "plan.address.new": "It has addresses of its own. Nothing is moved to it by this.",
    "plan.node": "Node",
    "plan.node.before": "Now",
    "plan.node.after": "Afterwards",
    "plan.node.part": "In the ceremony",
    "plan.share": "holds a share",
    "plan.noShare": "none",
    "plan.share.anew": "a new share",
    "plan.share.gets": "gets a share",
    "plan.share.loses": "no share any more",
    "plan.part.both": "deals and receives",
    "plan.part.deals": "deals",
    "plan.part.receives": "receives",
    "plan.part.helps": "helps to give it back",
    "plan.part.none": "takes no part",
    "plan.command": "The command",
    "plan.command.lead":
        "Typed by an operator of the roster, at a terminal that reaches the nodes. All who take part must " +
            "be up and linked.",
    "plan.stopped": "Nodes would refuse it as it stands: see above.",
    "plan.after": "Afterwards",
    "plan.after.epochs": "See that every node is in the new epoch, and nobody is in quarantine.",
    "plan.after.attest": "Collect what every participant signed, and file it where auditors look.",
    "plan.after.backup":
        "Nodes write new backups by themselves where that is set up; those of before sign nothing. Verify one.",
    "plan.after.vault": "Make a vault of it on the interface of control, and fund it only once backups open.",
    "plan.after.refresh": "Refresh, if somebody may be able to read what was lost.",
    "plan.after.roster":
        "Sign a roster without it, if the machine is to be known to nobody any more, and have the nodes follow it.",
    "plan.found.form": "Who can sign is not written in a form that nodes read, or asks more votes than there are.",
    "plan.found.alone": "{nodes} could sign alone: nodes make no such key.",
    "plan.found.stranger": "{nodes}: no such node in the roster. A roster that names it has to be in force first.",
    "plan.found.away": "{nodes}: not ready now, as control hears. It cannot begin without them.",
    "plan.found.quarantined":
        "{nodes}: in quarantine. Nothing is built on that share; refresh after an incident, or leave it out.",
    "plan.found.behind": "{nodes}: of an older epoch. It has to catch up, or be repaired, first.",
    "plan.found.noDealers": "Those who deal, {nodes}, cannot sign together now.",
    "plan.found.leftOut": {
        one: "{nodes} neither deals nor stays, and could sign alone with what it holds: have {bring} deal or stay.",
        other:
            "{nodes} neither deal nor stay, and could sign by themselves with what they hold: have {bring} deal " +
                "or stay.",
    },
    "plan.found.same": "The condition is the same as now: a refresh does that.",
    "plan.found.stays": "Choose who leaves, and write a condition without it. {nodes}",
    "plan.found.needed": "Nothing will be signed without {nodes}: the backup of that share is what you depend on.",
    "plan.found.mandatory":
        "The others cannot give {nodes} its share back: choose who lost one, or bring it back from its " +
            "backup, by the runbook of restoring a node.",
    "plan.found.nobody": "No node tells of this key, or who can sign with it is in a form that is not read here.",
} as const satisfies Record<string, Text>;
