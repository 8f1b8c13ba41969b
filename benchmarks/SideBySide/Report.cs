using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ProcGen.SideBySide.Measuring;
using Spectre.Console;

namespace ProcGen.SideBySide;

/// <summary>What the user sees, and the file of results.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Print(IReadOnlyList<Comparison> results)
    {
        Table table = new Table().Border(TableBorder.Simple)
            .AddColumn("case").AddColumn("peer")
            .AddColumn(Right("ours")).AddColumn(Right("theirs")).AddColumn("unit")
            .AddColumn(Right("ratio")).AddColumn(Right("from … to")).AddColumn(Right("goal")).AddColumn("");
        foreach (Comparison result in results)
        {
            table.AddRow(
                Markup.Escape(result.Case.Name),
                Markup.Escape(result.Peer.Id),
                Show(result.Ours.Median),
                Show(result.Theirs.Median),
                Markup.Escape(result.Case.Quantity.Unit),
                $"[bold]{Show(result.Ratio.Median)}[/]",
                $"{Show(result.Ratio.Low)} … {Show(result.Ratio.High)}",
                result.Peer.Goal is { } goal ? Show(goal) : "",
                result.IsGoalMet switch { true => "[green]met[/]", false => "[red]missed[/]", null => "" });
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine("Medians of all rounds; the ratio is the median of the rounds' ratios, with its quartiles. More than 1: ProcGen is better.");
    }

    public static void Write(string file, IReadOnlyList<Comparison> results) =>
        File.WriteAllText(file, JsonSerializer.Serialize(results.Select(result => result.ToRow()), s_json) + "\n");

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Show(double figure) => figure switch
    {
        >= 10_000 => figure.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => figure.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => figure.ToString("0.0", CultureInfo.InvariantCulture),
        _ => figure.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
