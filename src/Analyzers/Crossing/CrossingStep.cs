using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Crossing;

/// <summary>A type that crosses at a place of a signature, and the way to it.</summary>
/// <param name="Type">The type.</param>
/// <param name="Path">The way from the type of the place: <c>Job.Options</c>; the type's own name at its beginning.</param>
/// <param name="Member">The innermost member on the way that is written in source, or null.</param>
/// <param name="IsDirect">Whether the type is that of the innermost member, or of its items.</param>
/// <param name="IsKnown">Whether it is one of a closed set of types.</param>
internal sealed record CrossingStep(CrossingType Type, string Path, ISymbol? Member, bool IsDirect, bool IsKnown)
{
    /// <summary>The way as the subject of a clause: "Job.Options is Lib.Options (Job.cs:3)", or "its type is Lib.Options".</summary>
    public string Clause => Member is null
        ? $"its type is {Name}"
        : $"{Path} is {Name}{Member.FindSource().Describe()}";

    private string Name => Type.Type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);

    /// <summary>All types behind a place, each once as one of a closed set and once as anything else.</summary>
    public static IEnumerable<CrossingStep> From(CrossingType root)
    {
        var seen = new HashSet<(CrossingType, bool)>();
        var expanded = new HashSet<CrossingType>();
        var open = new Queue<CrossingStep>();
        open.Enqueue(new CrossingStep(root, root.Type.Short(), null, IsDirect: true, IsKnown: false));
        while (open.Count > 0)
        {
            CrossingStep step = open.Dequeue();
            if (!seen.Add((step.Type, step.IsKnown)))
            {
                continue;
            }

            yield return step;
            if (!expanded.Add(step.Type))
            {
                continue;
            }

            foreach (CrossingType element in step.Type.Elements)
            {
                open.Enqueue(step with { Type = element, IsKnown = false });
            }

            foreach (CrossingMember member in step.Type.Members)
            {
                // A tuple stands in source wherever its type is written, which is not where its items are declared.
                bool isInSource = member.Symbol is not ITypeSymbol && member.Symbol.FindSource() is not null;
                open.Enqueue(new CrossingStep(member.Type, step.Path + "." + member.Name, isInSource ? member.Symbol : step.Member, isInSource, IsKnown: false));
            }

            foreach (CrossingType known in step.Type.Cases)
            {
                open.Enqueue(new CrossingStep(known, known.Type.Short(), step.Member, IsDirect: false, IsKnown: true));
            }
        }
    }
}
