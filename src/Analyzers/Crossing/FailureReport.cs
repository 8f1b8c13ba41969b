using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared.Crossing;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.Crossing;

/// <summary>The report of a type that cannot cross at a place of a signature.</summary>
internal static class FailureReport
{
    public static Diagnostic Create(CrossingFailure failure, CrossingPlace place, CrossingClassifier classifier, Compilation compilation)
    {
        DiagnosticDescriptor rule = CrossingDescriptors.Specific.TryGetValue(failure.RuleId, out DiagnosticDescriptor? specific) ? specific : place.General;
        Location? member = failure.Member.FindSource();
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        ImmutableArray<Location>.Builder places = ImmutableArray.CreateBuilder<Location>();
        if (member is not null)
        {
            places.Add(member.For(compilation));
            properties = properties.Add(ReportProperties.Member, failure.Member!.Name);
        }

        if (failure.RuleId == CrossingRules.OpenType || (failure.RuleId == CrossingRules.LazySequence && failure.Member is not null))
        {
            bool isDirect = failure.Member is null ? failure.Path == place.Type.Type.Short() : failure.Path.EndsWith("." + failure.Member.Name, StringComparison.Ordinal);
            properties = KnownTypeProposal.For(failure.Type, failure.Member, isDirect, classifier, compilation)?.AddTo(properties, places) ?? properties;
        }

        string method = place.NamesMethod ? "it" : $"'{MethodIdentity.GetDisplayName(place.Method)}'";
        return Diagnostic.Create(rule, place.Location, places, properties, place.Subject, Explain(failure, place.IsPart), method, Advise(failure));
    }

    /// <summary>What to do instead. A member that holds what cannot cross may be left out, too; a parameter may not.</summary>
    public static string Advise(CrossingFailure failure) =>
        failure.RuleId is CrossingRules.ProcessBound or CrossingRules.CannotCross && failure.Member.FindSource() is not null
            ? failure.Advice + " Or leave the member out with [ProcessIgnore]."
            : failure.Advice;

    /// <summary>What stops it, and why, as a clause: <c>Job.OnDone is System.Action (Job.cs:14); it is a delegate, and code does not cross</c>.</summary>
    /// <param name="failure">Why it cannot cross.</param>
    /// <param name="isPart">Whether it is about a part of the declared type, such as the items of a sequence that streams.</param>
    public static string Explain(CrossingFailure failure, bool isPart)
    {
        string type = failure.Type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
        return failure.Member is null && !failure.EndsAtMember
            ? $"its type {(failure.IsContained || isPart ? "contains" : "is")} {type}; {failure.Reason}"
            : $"{failure.Path} {(failure.IsContained ? "contains" : "is")} {type}{failure.Member.FindSource().Describe()}; {failure.Reason}";
    }
}
