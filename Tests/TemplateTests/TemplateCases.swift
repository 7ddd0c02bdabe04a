/// Templates, and what Docker's client makes of them with `TemplateCases.value`: its text, or its
/// message. `DockerClientTests` holds the answers against the client itself.
enum TemplateCases {
    typealias Case = (template: String, answer: String)

    static let all = fields + control + functions + formats + unreadable + unfitting

    /// What `.` stands for.
    static let value = #"""
        {"Name":"web","F":1.5,"Z":0,"Empty":"","T":true,"Nil":null,"L":["a","b","c"],"E":[],
        "M":{"b":"1","a":"x","k.d":"v"},"Deep":{"Config":{"Env":["A=1","B=2"]}},
        "H":"<b>\"'\u0001\u001b[31m\u00e9"}
        """#

    /// Values, constants, variables and the text around.
    static let fields: [Case] = [
        ("{{.Name}}", "web"),
        (
            "{{.}}",
            "map[Deep:map[Config:map[Env:[A=1 B=2]]] E:[] Empty: F:1.5 H:<b>\"'\u{1}\u{1B}[31mé L:[a b c] M:map[a:x b:1 k.d:v] Name:web Nil:<nil> T:true Z:0]"
        ),
        ("{{.Deep.Config.Env}}", "[A=1 B=2]"),
        ("{{(.Deep).Config.Env}}", "[A=1 B=2]"),
        ("{{.Nope}}", "<no value>"),
        ("{{.Nope.Foo}}", "<no value>"),
        ("{{.F}} {{.Z}} {{.T}} {{.Nil}} {{.Empty}}", "1.5 0 true <no value> "),
        ("{{.L}} {{.M}} {{.E}}", "[a b c] map[a:x b:1 k.d:v] []"),
        ("a {{- .Name -}} b", "awebb"),
        ("a {{/* comment */}} b", "a  b"),
        ("a {{- /* comment */ -}} b", "ab"),
        ("{{.Name}}}", "web}"),
        (
            #"{{true}} {{"a\tb\x41\u00e9\101"}} {{`raw\t`}} {{'a'}} {{0x10}} {{1_000}} {{-3}} {{1.5}} {{1e6}} {{.5}} {{123456789.5}} {{0.00001}}"#,
            "true a\tbAéA raw\\t 97 16 1000 -3 1.5 1e+06 0.5 1.234567895e+08 1e-05"
        ),
        ("{{if .Name}}", "template parsing error: template: :1: unexpected EOF"),
        (#"{{$x := .Name}}{{$x}}{{$x = "y"}}{{$x}}"#, "weby"),
        ("{{$x := .Deep}}{{$x.Config.Env}}", "[A=1 B=2]"),
    ]

    /// `if`, `with` and `range`.
    static let control: [Case] = [
        (#"{{if eq .Name "x"}}A{{else if eq .Name "web"}}B{{else}}C{{end}}"#, "B"),
        (
            "{{if .Empty}}1{{end}}{{if .Z}}2{{end}}{{if .E}}3{{end}}{{if .Nil}}4{{end}}{{if .M}}5{{end}}{{if .T}}6{{end}}",
            "56"
        ),
        ("{{with .Nope}}a{{else}}b{{end}} {{with $z := .Name}}{{$z}}{{.}}{{end}}", "b webweb"),
        ("{{range .L}}{{.}},{{else}}none{{end}}", "a,b,c,"),
        ("{{range .E}}x{{else}}none{{end}}", "none"),
        ("{{range .Nil}}x{{else}}none{{end}}", "none"),
        ("{{range $e := .L}}{{$e}}{{end}}", "abc"),
        ("{{range $i, $e := .L}}{{$i}}={{$e}} {{end}}", "0=a 1=b 2=c "),
        ("{{range $k, $v := .M}}{{$k}}={{$v}} {{end}}", "a=x b=1 k.d=v "),
        (#"{{range .L}}{{if eq . "b"}}{{break}}{{end}}{{.}}{{end}}"#, "a"),
        (#"{{range .L}}{{if eq . "b"}}{{continue}}{{end}}{{.}}{{end}}"#, "ac"),
        ("{{$x := 1}}{{if true}}{{$x := 2}}{{$x}}{{end}}{{$x}}", "21"),
    ]

    /// Go's functions and Docker's.
    static let functions: [Case] = [
        (#"{{index .L 0}} {{index .M "a"}} {{index .Deep "Config" "Env" 1}} {{index .Name 0}}"#, "a x B=2 119"),
        (#"{{len .L}} {{len .Name}} {{len .M}} {{len "é"}}"#, "3 3 3 2"),
        ("{{slice .Name 1 2}} {{slice .L 1}} {{slice .L 1 2}}", "e [b c] [b]"),
        (
            "{{json .L}} {{json .H}} {{json .Nil}} {{json .Nope}} {{json .Deep}}",
            #"["a","b","c"] "<b>\"'\u0001\u001b[31mé" null null {"Config":{"Env":["A=1","B=2"]}}"#
        ),
        ("{{.Deep.Config.Env | json}}", #"["A=1","B=2"]"#),
        (#"{{join (split "a,b,c" ",") "; "}}"#, "a; b; c"),
        (#"{{split "a,b,c" ","}} {{split "ab" ""}}"#, "[a b c] [a b]"),
        (#"{{upper .Name}} {{lower "ABC"}} {{title "hello big-world's end"}}"#, "WEB abc Hello Big-World'S End"),
        (#"{{pad .Name 2 3}}|{{pad "" 2 3}}|"#, "  web   ||"),
        ("{{truncate .Name 2}} {{truncate .Name 20}}", "we web"),
        ("{{(index .L 0) | upper}}", "A"),
        (#"{{.Name | printf "%s-%s" "x" | upper}}"#, "X-WEB"),
        (#"{{println .Name 3 "x"}}|{{print 1 2 "a" "b" 3 4}}|{{print nil}}"#, "web 3 x\n|1 2ab3 4|<nil>"),
        (#"{{and 1 0 2}} {{and 1 2}} {{or "" "x" 1}} {{or 0 ""}} {{not true}} {{not .Empty}}"#, "0 2 x  false true"),
        ("{{and .Empty (index .L 9)}}|{{or .Name (index .L 9)}}", "|web"),
        (
            #"{{eq .Name "web"}} {{eq .Name "a" "web"}} {{ne .Name "web"}} {{eq .Nil nil}} {{eq 1 1}} {{eq true false}}"#,
            "true true false true true false"
        ),
        (
            #"{{lt 1 2}} {{le 2 2}} {{gt "b" "a"}} {{ge 1.5 2.5}} {{lt 3 2}} {{lt "a" "B"}}"#,
            "true true true false false false"
        ),
    ]

    /// `printf`, which tells in its text what doesn't fit.
    static let formats: [Case] = [
        (#"{{printf "%s %d %q %v" .Name 3 .Name .L}}"#, #"web 3 "web" [a b c]"#),
        (
            #"{{printf "%5s|%-5s|%05d|%x|%X|%#x|%o|%b|%.2f|%t|%%|%c" "a" "b" 42 255 255 255 8 5 1.5 true 65}}"#,
            "    a|b    |00042|ff|FF|0xff|10|101|1.50|true|%|A"
        ),
        (
            #"{{printf "%+d|% d|%6.2f|%-8.3f|%e|%g|%08.3f|%x|%q" 5 5 3.14159 2.5 12345.678 0.1 -3.14159 "hi" 65}}"#,
            "+5| 5|  3.14|2.500   |1.234568e+04|0.1|-003.142|6869|'A'"
        ),
        (
            #"{{printf "%d" "x"}} {{printf "%s" 3}} {{printf "%s"}} {{printf "a" 1}} {{printf "%z" 1}} {{printf "%"}} {{printf "%!"}}"#,
            "%!d(string=x) %!s(int=3) %!s(MISSING) a%!(EXTRA int=1) %!z(int=1) %!(NOVERB) %!!(MISSING)"
        ),
        (#"{{printf "%10.3s|%*d|%-*d|" "abcdef" 5 3 4 7}}"#, "       abc|    3|7   |"),
        (
            #"{{printf "%v %v %v" .Nil true .M}} {{printf "%q" .L}} {{printf "%s" .L}} {{printf "%d" .L}} {{printf "%s" .Nil}}"#,
            #"<nil> true map[a:x b:1 k.d:v] ["a" "b" "c"] [a b c] [%!d(string=a) %!d(string=b) %!d(string=c)] %!s(<nil>)"#
        ),
        (#"{{printf "%q" .H}} {{printf "%q" "a\nb\\\"\u200e"}}"#, #""<b>\"'\x01\x1b[31mé" "a\nb\\\"\u200e""#),
        (
            #"{{printf "%v %v %v %v" 1.0 1e6 0.0001 100000.5}} {{printf "%T %T %T" "" true .L}}"#,
            "1 1e+06 0.0001 100000.5 string bool []interface {}"
        ),
    ]

    /// Texts that are no templates.
    static let unreadable: [Case] = [
        ("{{foo .Name}}", #"template parsing error: template: :1: function "foo" not defined"#),
        ("{{ .Name | foo }}", #"template parsing error: template: :1: function "foo" not defined"#),
        ("{{.Name", "template parsing error: template: :1: bad character U+007B '{'"),
        ("{{end}}", "template parsing error: template: :1: unexpected {{end}}"),
        ("{{if}}x{{end}}", "template parsing error: template: :1: missing value for if"),
        ("{{}}", "template parsing error: template: :1: missing value for command"),
        ("{{$y}}", #"template parsing error: template: :1: undefined variable "$y""#),
        ("{{break}}", "template parsing error: template: :1: {{break}} outside {{range}}"),
        ("{{1 | 2}}", "template parsing error: template: :1: non executable command in pipeline stage 2"),
        ("{{.Name}", "template parsing error: template: :1: bad character U+007D '}'"),
        (#"{{ "unterminated }}"#, "template parsing error: template: :1: unterminated quoted string"),
        ("{{ 'a }}", "template parsing error: template: :1: unterminated character constant"),
        ("{{ `a }}", "template parsing error: template: :1: unterminated raw quoted string"),
        ("{{.Na-me}}", "template parsing error: template: :1: bad character U+002D '-'"),
        ("{{ # }}", ##"template parsing error: template: :1: unexpected "#" in command"##),
        ("{{ : }}", "template parsing error: template: :1: expected :="),
        ("{{(.Name}}", "template parsing error: template: :1: unclosed left paren"),
        ("{{1x}}", #"template parsing error: template: :1: bad number syntax: "1x""#),
        ("{{.Name | }}", "web"),
        ("{{/* comment", "template parsing error: template: :1: unclosed comment"),
        ("{{/* comment */ x}}", "template parsing error: template: :1: comment ends before closing delimiter"),
        (#"{{"a".Name}}"#, #"template parsing error: template: :1: unexpected . after term "\"a\"""#),
        ("{{range $i, $e, $f := .L}}{{end}}", "template parsing error: template: :1: too many declarations in range"),
        ("{{range $i, .L}}{{end}}", "template parsing error: template: :1: range can only initialize variables"),
        ("{{if .Name}}{{else}}{{else}}{{end}}", "template parsing error: template: :1: expected end; found {{else}}"),
        ("{{.Name = 1}}", #"template parsing error: template: :1: unexpected "=" in operand"#),
        ("{{if .Name}}{{break}}{{end}}", "template parsing error: template: :1: {{break}} outside {{range}}"),
    ]

    /// Templates that the value doesn't fit.
    static let unfitting: [Case] = [
        (
            "{{.Name .L}}",
            #"template parsing error: template: :1:46: executing "" at <.Name>: Name is not a method but has arguments"#
        ),
        (
            #"{{"x" "y"}}"#,
            #"template parsing error: template: :1:46: executing "" at <"x">: can't give argument to non-function "x""#
        ),
        ("{{nil}}", #"template parsing error: template: :1:46: executing "" at <nil>: nil is not a command"#),
        (
            "{{range .Name}}x{{end}}",
            #"template parsing error: template: :1:52: executing "" at <.Name>: range can't iterate over web"#
        ),
        (
            "{{index .L 10}}",
            #"template parsing error: template: :1:46: executing "" at <index .L 10>: error calling index: index out of range: 10"#
        ),
        (
            #"{{index .L "a"}}"#,
            #"template parsing error: template: :1:46: executing "" at <index .L "a">: error calling index: cannot index slice/array with type string"#
        ),
        (
            "{{index .M 1}}",
            #"template parsing error: template: :1:46: executing "" at <index .M 1>: error calling index: value has type int; should be string"#
        ),
        (
            "{{index .F 1}}",
            #"template parsing error: template: :1:46: executing "" at <index .F 1>: error calling index: can't index item of type float64"#
        ),
        (
            "{{slice .L 2 1}}",
            #"template parsing error: template: :1:46: executing "" at <slice .L 2 1>: error calling slice: invalid slice index: 2 > 1"#
        ),
        (
            "{{slice .L 1 9}}",
            #"template parsing error: template: :1:46: executing "" at <slice .L 1 9>: error calling slice: index out of range: 9"#
        ),
        (
            "{{len 3}}",
            #"template parsing error: template: :1:46: executing "" at <len 3>: error calling len: len of type int"#
        ),
        (
            "{{len}}",
            #"template parsing error: template: :1:46: executing "" at <len>: wrong number of args for len: want 1 got 0"#
        ),
        (
            "{{len .L .L}}",
            #"template parsing error: template: :1:46: executing "" at <len>: wrong number of args for len: want 1 got 2"#
        ),
        (
            "{{index}}",
            #"template parsing error: template: :1:46: executing "" at <index>: wrong number of args for index: want at least 1 got 0"#
        ),
        (
            "{{truncate .Name}}",
            #"template parsing error: template: :1:46: executing "" at <truncate>: wrong number of args for truncate: want 2 got 1"#
        ),
        (
            #"{{truncate .Name "x"}}"#,
            #"template parsing error: template: :1:61: executing "" at <"x">: expected integer; found "x""#
        ),
        ("{{upper 3}}", #"template parsing error: template: :1:52: executing "" at <3>: expected string; found 3"#),
        (
            "{{upper .F}}",
            #"template parsing error: template: :1:52: executing "" at <.F>: wrong type for value; expected string; got float64"#
        ),
        (
            "{{.F | upper}}",
            #"template parsing error: template: :1:51: executing "" at <upper>: wrong type for value; expected string; got float64"#
        ),
        (
            "{{upper .Nope}}",
            #"template parsing error: template: :1:52: executing "" at <.Nope>: invalid value; expected string"#
        ),
        (
            #"{{join .Name ", "}}"#,
            #"template parsing error: template: :1:51: executing "" at <.Name>: wrong type for value; expected []string; got string"#
        ),
        (
            "{{not}}",
            #"template parsing error: template: :1:46: executing "" at <not>: wrong number of args for not: want 1 got 0"#
        ),
        (
            "{{eq .Name 3}}",
            #"template parsing error: template: :1:46: executing "" at <eq .Name 3>: error calling eq: incompatible types for comparison"#
        ),
        (
            "{{eq .Name}}",
            #"template parsing error: template: :1:46: executing "" at <eq .Name>: error calling eq: missing argument for comparison"#
        ),
        (
            "{{lt true false}}",
            #"template parsing error: template: :1:46: executing "" at <lt true false>: error calling lt: invalid type for comparison"#
        ),
        (
            #"{{lt "a" 3}}"#,
            #"template parsing error: template: :1:46: executing "" at <lt "a" 3>: error calling lt: incompatible types for comparison"#
        ),
        (
            "{{.Deep.Config.Env.Foo}}",
            #"template parsing error: template: :1:51: executing "" at <.Deep.Config.Env.Foo>: can't evaluate field Foo in type interface {}"#
        ),
    ]

    /// What a client made with Go 1.24 or later gives, and Debian's older one doesn't.
    static let newer: [Case] = [
        ("{{with .Nope}}a{{else with .Name}}b{{.}}{{end}}", "bweb"),
        ("{{range $i := 3}}{{$i}}{{end}}", "012"),
        (#"{{range .L}}{{range . | printf "%s" | len}}{{end}}{{.}}{{end}}"#, "abc"),
        ("{{.Name)}}", "template parsing error: template: :1: unexpected right paren"),
    ]
}
