"""The sentence for each thing that can be wrong with a server, in the administrator's language."""

from collections.abc import Callable, Mapping

from data.language import Language


class Finding:
    """One thing that is wrong: its kind and what its sentence names."""

    def __init__(self, kind: str, **named: object) -> None:
        self.kind = kind
        self.named = {name: str(value) for name, value in named.items()}

    @property
    def is_remark(self) -> bool:
        """Whether the server works all the same."""
        return self.kind in _REMARKS

    def sentence(self, language: Language) -> str:
        """What is wrong and what to do."""
        return _sentences(language.text)[self.kind].format(**self.named)


_REMARKS = {"self-signed", "clock-alone", "no-browser", "certificate-ends"}


def kinds() -> set[str]:
    """Every kind that has a sentence."""
    return set(_sentences(str))


def _sentences(_: Callable[[str], str]) -> Mapping[str, str]:
    return {
        "no-sign-in": _(
            "Without sign-in the server does not start for others: write "
            "NHIP_CAU_SIGN_IN=accounts or openid in {file}."
        ),
        "no-hosts": _(
            "The server does not know its name: write NHIP_CAU_HOSTS with the host name of its "
            "address in {file}."
        ),
        "bad-hosts": _("NHIP_CAU_HOSTS is wrong. {why}"),
        "bad-setting": _("A setting is wrong. {why}"),
        "all-proxies": _(
            "FORWARDED_ALLOW_IPS=* lets anybody pretend to come from another address. Take it out "
            "of {file}, or name the proxy's address alone."
        ),
        "no-cookie-key": _(
            "The secret that signs the cookies cannot be read ({file}), so nobody can sign in. "
            "Run deploy/install: it makes a new one, and everybody signs in anew."
        ),
        "short-cookie-key": _(
            "The secret that signs the cookies is shorter than {least} characters. Empty its file "
            "and run deploy/install: it makes a new one."
        ),
        "open-to-others": _(
            "Other users of this machine can read {file}. Run deploy/install, or take the right "
            "away by: chmod go= {file}"
        ),
        "not-its-own": _(
            "{file} does not belong to the user {user}, so the program cannot use it. Run "
            "deploy/install, or: chown {user}: {file}"
        ),
        "bad-store": _("The store is not found. {why}"),
        "half-installed": _(
            "The installation did not come to its end. Give deploy/install again: it goes on "
            "where it stopped."
        ),
        "no-provider": _("Nobody can sign in now. {why}"),
        "store-unusable": _(
            "The program that runs cannot read or write its store. What it said: journalctl -u "
            "{unit} -n 50"
        ),
        "no-administrator": _(
            "Nobody is an administrator, so nobody can manage the accounts. Run deploy/install "
            "--administrator ACCOUNT; by OpenID, give somebody the role."
        ),
        "no-store": _(
            "The store {file} cannot be read ({why}). Start the service once, which makes it, or "
            "put the last backup back by deploy/restore."
        ),
        "too-new": _(
            "A newer release of this program made the store (format {found}, known here: "
            "{known}). Update the program."
        ),
        "from-the-future": _(
            "The newest version of the record is from {newest} UTC, later than now: the clock of "
            "this machine is or was wrong. Set it."
        ),
        "clock-wrong": _("The clock of this machine says {now}, which cannot be. Set it."),
        "clock-alone": _(
            "Nothing keeps the clock of this machine right. Turn it on by: timedatectl set-ntp true"
        ),
        "disk-full": _(
            "Only {free} GB are free for {folder}: publishing and backups will soon fail. Free "
            "some space."
        ),
        "no-certificate": _(
            "The certificate {file} or its key is missing or cannot be read. Run deploy/install "
            "with --certificate and --key."
        ),
        "not-its-key": _(
            "{file} is not the key of the certificate, so nginx cannot start. Run deploy/install "
            "with --certificate and --key."
        ),
        "certificate-over": _(
            "The certificate ended on {day}, so browsers turn readers away. Run deploy/install "
            "with a new one."
        ),
        "certificate-ends": _("The certificate ends on {day}. Ask for a new one in time."),
        "not-for-name": _("The certificate is not for the name {name}, so browsers warn."),
        "self-signed": _(
            "The certificate is signed by this server itself, so browsers warn. Run "
            "deploy/install with one of your authority."
        ),
        "no-backup": _(
            "There is no backup of the last two days in {folder}. See what is wrong by: systemctl "
            "status {unit}"
        ),
        "not-running": _(
            "The program is not running. Start it by: systemctl start {unit} What it said: "
            "journalctl -u {unit} -n 50"
        ),
        "open-port": _(
            "Port {port} of the program can be reached around nginx from other machines. Start it "
            "with --server.address 127.0.0.1, as deploy/install does."
        ),
        "no-browser": _(
            "There is no Chromium, so charts and maps cannot be taken away as pictures: apt-get "
            "install chromium"
        ),
        "no-proxy": _(
            "Nothing answers at https on port {port}: nginx is not running, or does not read its "
            "site. See by: nginx -t"
        ),
        "host-not-passed": _(
            "The program does not know the name {name} as it comes through the proxy. Let the "
            "proxy pass Host on (proxy_set_header Host $http_host), and name it in NHIP_CAU_HOSTS."
        ),
        "proxy-elsewhere": _(
            "The proxy answers {status} instead of the program. Let it lead to the program's port."
        ),
        "no-websocket": _(
            "The proxy does not pass websockets on, so the pages stay empty. Let it set Upgrade "
            "and Connection, as deploy/templates/nginx.conf does, or run deploy/install."
        ),
        "any-host": _(
            "The site answers to foreign host names: the proxy puts another Host in the place of "
            "the browser's. Let it pass Host on (proxy_set_header Host $http_host)."
        ),
        "no-redirect": _(
            "The site is served at http as well, where passwords can be read on the way. Let http "
            "lead to https, as deploy/templates/nginx.conf does."
        ),
    }
