using System.Text.RegularExpressions;
using ProcGen.Tests;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>The page of a rule: its text, and the code it shows as wrong and as right.</summary>
internal sealed class RulePage
{
    private RulePage(string text) => Text = text;

    public string Text { get; }

    public string Wrong => Snippet("Wrong");

    public string Right => Snippet("Right");

    /// <summary>The text about how to mend what is reported.</summary>
    public string Fix => Regex.Match(Text, @"^## Fix\n(?<text>.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline).Groups["text"].Value;

    public static RulePage Read(string id) => new(File.ReadAllText(Repository.PathOf("docs", "rules", id + ".md")).ReplaceLineEndings("\n"));

    private string Snippet(string heading)
    {
        Match match = Regex.Match(Text, $@"^## {heading}\n\n```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline);
        return match.Success ? match.Groups["code"].Value : throw new InvalidOperationException($"The page has no code under '{heading}'.");
    }
}
