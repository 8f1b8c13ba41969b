namespace ProcGen.Corpus;

/// <summary>The command line.</summary>
internal sealed record CorpusOptions
{
    public const string Usage =
        """
        Runs the generator and all analyzers over projects and prints what they say.

        usage: check-corpus [options] PROJECT…

          PROJECT              the folder of a C# project, or https://host/owner/repository@tag:folder/of/the/project
          --mark               mark every method with [RunInProcess] and make every type partial, in memory
          --calls              mark everything, and call by stubs what has one, so that the rules about use have something to look at
          --samples N          how many reports of each rule are printed (5)
          --rule ID            print all reports of this rule, and no others; may be repeated
          --baseline FILE      the reviewed reports; others fail the check
          --write-baseline     write that file anew instead
          --cache FOLDER       where repositories are cloned to (the user's cache folder)

        Exits with 1 if the generator or an analyzer fails, if generated code does not compile, if generator and analyzers disagree about a method,
        or if something is reported that is not in the baseline.
        """;

    public required IReadOnlyList<string> Projects { get; init; }

    public bool Mark { get; private init; }

    public bool Calls { get; private init; }

    public int Samples { get; private init; } = 5;

    public IReadOnlyList<string> Rules { get; private init; } = [];

    public string? BaselinePath { get; private init; }

    public bool WriteBaseline { get; private init; }

    public string CacheFolder { get; private init; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "procgen-corpus");

    /// <summary>The options, or null if the arguments make no sense.</summary>
    public static CorpusOptions? Parse(string[] args)
    {
        var projects = new List<string>();
        var rules = new List<string>();
        var options = new CorpusOptions { Projects = projects, Rules = rules };
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--mark":
                    options = options with { Mark = true };
                    break;
                case "--calls":
                    options = options with { Mark = true, Calls = true };
                    break;
                case "--write-baseline":
                    options = options with { WriteBaseline = true };
                    break;
                case "--samples" when i + 1 < args.Length && int.TryParse(args[i + 1], out int samples):
                    options = options with { Samples = samples };
                    i++;
                    break;
                case "--rule" when i + 1 < args.Length:
                    rules.Add(args[++i]);
                    break;
                case "--baseline" when i + 1 < args.Length:
                    options = options with { BaselinePath = args[++i] };
                    break;
                case "--cache" when i + 1 < args.Length:
                    options = options with { CacheFolder = args[++i] };
                    break;
                case var project when !project.StartsWith('-'):
                    projects.Add(project);
                    break;
                default:
                    return null;
            }
        }

        return projects.Count == 0 || (options.WriteBaseline && options.BaselinePath is null) ? null : options;
    }
}
