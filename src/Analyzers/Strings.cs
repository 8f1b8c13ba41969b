using System.Resources;
using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers;

/// <summary>The texts that a user reads, from Strings.resx, in the language of the user's tools.</summary>
internal static class Strings
{
    public static ResourceManager ResourceManager { get; } = new("ProcGen.Analyzers.Strings", typeof(Strings).Assembly);

    public static LocalizableString Title(string ruleId) => new LocalizableResourceString(ruleId + "_Title", ResourceManager, typeof(Strings));

    public static LocalizableString Message(string ruleId) => new LocalizableResourceString(ruleId + "_Message", ResourceManager, typeof(Strings));

    /// <summary>The message of what only the build finds, with the calls that lead there.</summary>
    public static LocalizableString CallMessage(string ruleId) => new LocalizableResourceString(ruleId + "_CallMessage", ResourceManager, typeof(Strings));

    public static LocalizableString Description(string ruleId) => new LocalizableResourceString(ruleId + "_Description", ResourceManager, typeof(Strings));

    public static LocalizableString Justification(string suppressionId) => new LocalizableResourceString(suppressionId + "_Justification", ResourceManager, typeof(Strings));
}
