# The report on the invented trial, made again in R from its two files, without any code of ours: pinned in
# report.json. Levels are laid out day by day; models are those of the package survival.
#
#   Rscript validation/report.R FOLDER        reads FOLDER/spells.csv and people.csv, as `stegvis demo-trial`
#                                             writes them; ./run validate does both
#
# On Debian: apt-get install --no-install-recommends r-base-core r-cran-survival r-cran-jsonlite
suppressPackageStartupMessages({library(survival); library(jsonlite)})

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
folder <- commandArgs(TRUE)[1]
fine <- coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50)
register_end <- as.integer(as.Date("2013-12-31"))
days <- function(text) as.integer(as.Date(ifelse(text == "", NA, text)))

spells <- read.csv(file.path(folder, "spells.csv"), colClasses = "character")
people <- read.csv(file.path(folder, "people.csv"), colClasses = "character")
spells$start <- days(spells$start)
spells$end <- pmin(ifelse(spells$end == "", register_end, days(spells$end)), register_end)
spells$grade <- as.numeric(spells$grade)
people$index <- days(people$index_date)
for (name in c("death", "emigration", "old_age_pension")) people[[name]] <- days(people[[name]])
people$horizon <- sapply(people$index, function(day) {
  parts <- as.POSIXlt(as.Date(day, origin = "1970-01-01"))
  parts$year <- parts$year + 1
  as.integer(as.Date(parts)) - day
})
medical <- c("sickness_benefit", "work_assessment_allowance", "disability_pension")
AFTER <- 120  # days after the horizon that are laid out, more than any period is long

# The level of each day from the origin, capped at 100, less the pension of day 0 where there is a baseline rule
levels_of <- function(row, benefits, baseline) {
  last <- row$horizon + AFTER
  mine <- spells[spells$person == row$person & spells$benefit %in% benefits, ]
  level <- numeric(last + 1)
  for (k in seq_len(nrow(mine))) {
    from <- max(mine$start[k] - row$index, 0); to <- min(mine$end[k] - row$index, last)
    if (from <= to) level[(from:to) + 1] <- level[(from:to) + 1] + mine$grade[k]
  }
  level <- pmin(level, 100)
  if (baseline) {
    pension <- spells[spells$person == row$person & spells$benefit == "disability_pension" &
                        spells$start <= row$index & spells$end >= row$index, ]
    level <- pmax(level - min(100, sum(pension$grade)), 0)
  }
  level
}
# The first day before the horizon with which so many free days begin, wholly known and before any other end
first_free <- function(row, length, benefits, baseline) {
  level <- levels_of(row, benefits, baseline)
  ends <- c(row$death, row$emigration, row$old_age_pension) - row$index
  code <- 2:4
  over <- if (all(is.na(ends))) Inf else min(ends, na.rm = TRUE)
  known <- register_end - row$index - length + 1
  run <- 0
  for (day in 0:(row$horizon + length - 1)) {
    run <- if (level[day + 1] == 0) run + 1 else 0
    begin <- day - length + 1
    if (run >= length && begin < row$horizon && begin <= known && day < over) return(c(begin, 1))
  }
  stop <- min(row$horizon, known)
  if (over < stop) c(over, code[which.min(ends)]) else c(stop, 0)
}
outcome <- function(length, benefits, baseline) {
  found <- t(sapply(seq_len(nrow(people)), function(k) first_free(people[k, ], length, benefits, baseline)))
  data.frame(time = found[, 1], event = found[, 2])
}

main <- outcome(35, medical, TRUE)
d <- cbind(people, main)
d$back <- as.integer(d$event == 1)
d$treated <- as.integer(d$arm == "work-focused")
d$age <- as.numeric(d$age)
d$education[d$education == ""] <- NA
# R gives a time of 0 as it is; coxph takes it

hr <- function(data, more = "") {
  fit <- coxph(as.formula(paste("Surv(time, back) ~ treated", more)), data, ties = "efron", control = fine)
  s <- summary(fit)
  list(n = fit$n, events = fit$nevent, value = s$conf.int[1, 1], low = s$conf.int[1, 3], high = s$conf.int[1, 4],
       p = s$coefficients[1, 5])
}
gehan <- function(data) {                        # by hand, time by time: n weighs
  times <- sort(unique(data$time[data$back == 1]))
  score <- variance <- 0
  for (t in times) {
    risk <- data$time >= t; dead <- data$time == t & data$back == 1
    n <- sum(risk); n1 <- sum(risk & data$treated == 1); e <- sum(dead)
    score <- score + n * (sum(dead & data$treated == 1) - e * n1 / n)
    if (n > 1) variance <- variance + n^2 * e * (n1 / n) * (1 - n1 / n) * (n - e) / (n - 1)
  }
  pchisq(score^2 / variance, 1, lower.tail = FALSE)
}
arm <- function(data, which) {
  mine <- data[data$treated == which, ]
  fit <- survfit(Surv(time, back) ~ 1, mine)
  m <- quantile(fit, 0.5)
  ticks <- seq(0, 360, 60)
  list(n = nrow(mine), returned = sum(mine$back), median = unname(m$quantile), low = unname(m$lower),
       high = unname(m$upper), at_risk = sapply(ticks, function(t) sum(mine$time >= t)))
}
restricted <- function(data) {
  area <- function(mine) {
    fit <- survfit(Surv(time, back) ~ 1, mine)
    steps <- c(0, fit$time[fit$time < 365], 365); heights <- c(1, fit$surv[fit$time < 365])
    sum(diff(steps) * heights)
  }
  area(data[data$treated == 1, ]) - area(data[data$treated == 0, ])
}
interaction <- function(data, group, more = "") {
  data$g <- factor(data[[group]])
  with <- coxph(as.formula(paste("Surv(time, back) ~ treated * g", more)), data, ties = "efron", control = fine)
  without <- coxph(as.formula(paste("Surv(time, back) ~ treated + g", more)), data, ties = "efron", control = fine)
  df <- nlevels(data$g) - 1
  found <- list(likelihood_ratio = 2 * (with$loglik[2] - without$loglik[2]))
  found$p <- pchisq(found$likelihood_ratio, df, lower.tail = FALSE)
  if (df == 1) {
    product <- grep(":", names(coef(with)))
    found$ratio <- unname(exp(coef(with)[product]))
    found$wald <- 2 * pnorm(-abs(unname(coef(with)[product]) / sqrt(vcov(with)[product, product])))
  }
  found
}
adjusters <- "+ age + sex + education"
whole <- d[!is.na(d$education), ]
compared <- function(data) {
  test <- survdiff(Surv(time, back) ~ treated, data)
  check <- cox.zph(coxph(Surv(time, back) ~ treated, data, ties = "efron", control = fine))
  list(control = arm(data, 0), treated = arm(data, 1), log_rank = pchisq(test$chisq, 1, lower.tail = FALSE),
       gehan = gehan(data), crude = hr(data), adjusted = hr(data[!is.na(data$education), ], adjusters),
       proportional = check$table[1, "p"], restricted = restricted(data))
}
subgroup <- function(name) {
  values <- people[[name]]
  there <- values != ""
  if (name %in% c("age", "nrs_pain_activity", "odi_ndi")) {
    values <- suppressWarnings(as.numeric(values))
    split <- median(values[there])
    values <- ifelse(values <= split, "at most", "above")
  }
  data <- d[there, ]; data$group <- values[there]
  list(groups = lapply(split(data, data$group), function(part) hr(part)), interaction = interaction(data, "group"))
}
two <- function(control, treated) {
  t <- t.test(treated, control); w <- suppressWarnings(wilcox.test(treated, control, exact = FALSE))
  all <- sort(as.vector(outer(treated, control, "-"))); n <- length(treated); m <- length(control)
  k <- floor(n * m / 2 - qnorm(.975) * sqrt(n * m * (n + m + 1) / 12))
  summed <- function(x) c(mean(x), sd(x), unname(quantile(x, c(.25, .5, .75))))
  list(control = summed(control), treated = summed(treated), difference = unname(t$estimate[1] - t$estimate[2]),
       welch = c(t$conf.int, t$p.value), rank_p = w$p.value, shift = c(median(all), all[k], all[n * m + 1 - k]))
}
sick_days <- function(net) sapply(seq_len(nrow(people)), function(k) {
  level <- levels_of(people[k, ], medical, TRUE)[seq_len(people$horizon[k])]
  over <- suppressWarnings(min(c(people$death[k], people$emigration[k], people$old_age_pension[k]), na.rm = TRUE))
  if (net) sum(level) / 100 else sum(level > 0)
})
by_arm <- function(values) two(values[d$treated == 0], values[d$treated == 1])
numbers <- c("age", "bmi", "nrs_pain_activity", "odi_ndi", "hscl10", "fabq_pa", "fabq_w", "days_off_before")
baseline <- lapply(setNames(numbers, numbers), function(name) lapply(0:1, function(which) {
  x <- as.numeric(people[[name]][d$treated == which & people[[name]] != ""])
  list(n = length(x), mean = mean(x), deviation = sd(x), median = median(x),
       quartiles = unname(quantile(x, c(.25, .75))))
}))
categories <- c("sex", "education", "job", "smoker", "sedentary", "has_children")
counts <- lapply(setNames(categories, categories), function(name) lapply(0:1, function(which) {
  as.list(table(people[[name]][d$treated == which & people[[name]] != ""]))
}))
under <- function(length, benefits, baseline) {
  found <- outcome(length, benefits, baseline)
  data <- data.frame(time = found$time, back = as.integer(found$event == 1), treated = d$treated)
  list(returned = c(sum(data$back[data$treated == 0]), sum(data$back[data$treated == 1])), hr = hr(data))
}
transfers <- c(medical, "unemployment_benefit", "social_assistance")
said <- list(
  files = as.list(tools::md5sum(file.path(folder, c("spells.csv", "people.csv")))),
  events = as.list(table(d$event)),
  pooled = compared(d), oslo = compared(d[d$site == "Oslo", ]), trondheim = compared(d[d$site == "Trondheim", ]),
  sites = list(crude = interaction(d, "site"), adjusted = interaction(whole, "site", adjusters)),
  subgroups = lapply(setNames(nm = c("sex", "age", "education", "nrs_pain_activity", "odi_ndi")), subgroup),
  gross = by_arm(sick_days(FALSE)), net = by_arm(sick_days(TRUE)),
  baseline = baseline, counts = counts,
  under = list(free_28_days = under(28, medical, TRUE), free_35_days_without_baseline = under(35, medical, FALSE),
               jensen_2011 = under(28, transfers, FALSE))
)
names(said$files) <- c("spells.csv", "people.csv")
write_json(said, file.path(here, "report.json"), digits = NA, auto_unbox = TRUE, pretty = 1)
