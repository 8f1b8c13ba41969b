using ProcGen.SideBySide.Measuring;

namespace ProcGen.SideBySide;

/// <summary>What the user asked for.</summary>
/// <param name="Cases">The cases to measure.</param>
/// <param name="Effort">How long they may take.</param>
/// <param name="JsonFile">Where the results go besides the terminal; null for nowhere.</param>
/// <param name="OnlyList">Whether to print the names of the cases and do nothing else.</param>
internal sealed record CommandLine(IReadOnlyList<Case> Cases, Effort Effort, string? JsonFile, bool OnlyList)
{
    public const string Usage =
        """
        dotnet run -c Release --project benchmarks/SideBySide -- [options]

          --quick        fewer and shorter rounds
          --case NAME    only this case; may be repeated
          --json FILE    write the results there, too: one object for each case and peer
          --list         print the names of the cases
        """;

    /// <exception cref="ArgumentException">An option is not known or lacks its value, or there is no such case.</exception>
    public static CommandLine Parse(string[] args, IReadOnlyList<Case> all)
    {
        var chosen = new List<Case>();
        Effort effort = Effort.Full;
        string? jsonFile = null;
        bool onlyList = false;
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out string? option))
        {
            switch (option)
            {
                case "--quick":
                    effort = Effort.Quick;
                    break;
                case "--list":
                    onlyList = true;
                    break;
                case "--json":
                    jsonFile = ValueOf(option, rest);
                    break;
                case "--case":
                    chosen.Add(Find(ValueOf(option, rest), all));
                    break;
                default:
                    throw new ArgumentException($"There is no option '{option}'.");
            }
        }

        return new CommandLine(chosen.Count == 0 ? all : chosen, effort, jsonFile, onlyList);
    }

    private static string ValueOf(string option, Queue<string> rest) => rest.TryDequeue(out string? value) ? value : throw new ArgumentException($"{option} needs a value.");

    private static Case Find(string name, IReadOnlyList<Case> all) =>
        all.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new ArgumentException($"There is no case '{name}'. The cases are: {string.Join(", ", all.Select(c => c.Name))}.");
}
